// The composition root of the Lambda: configuration in, everything the handler needs out.
import { hash } from "node:crypto";
import type { ContextDeps } from "./authcallback/context.ts";
import { createCallBrake } from "./authcallback/call-rate-limit.ts";
import { createOAuthClient } from "./authcallback/session/oauth-client.ts";
import { rememberVerified } from "./authcallback/verified-token-cache.ts";
import { createSealer } from "./authcallback/session/seal.ts";
import { createSessionCookies } from "./authcallback/session/session-cookies.ts";
import type { SessionDeps } from "./authcallback/session/routes.ts";
import { createSignInCookie } from "./authcallback/session/sign-in-cookie.ts";
import { createTokenVerifier } from "./authcallback/token-verifier.ts";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";
import { createObjectStoreOnDemand } from "./s3/lazy-object-store.ts";
import { createOwnerLog } from "./owner-log.ts";
import { credentialsFrom } from "./s3/address.ts";
import { createS3GrantSigner } from "./s3/grant-signer.ts";
import { createPresign } from "./s3/presign.ts";
import { createS3QuickHead } from "./s3/head-without-sdk.ts";
import { createS3ReadUrlSigner } from "./s3/read-url-signer.ts";

export interface Deps {
  readonly context: ContextDeps;
  readonly session: SessionDeps;
  readonly log: Log;
  /** Origins other than the site's whose scripts may call /trpc. */
  readonly allowedOrigins: readonly string[];
}

export function createDeps(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
  log: Log,
): Deps {
  const { auth, recordings, region, s3Endpoint, site } = config;
  const address = { bucket: recordings.name, region, endpoint: s3Endpoint };
  const credentials = async () => credentialsFrom(environment);
  const presign = createPresign(address, credentials, systemClock);
  const sealer = createSealer(config.sessionKeys.value);
  return {
    log,
    allowedOrigins: site.allowedOrigins,
    context: {
      clock: systemClock,
      signer: createS3GrantSigner(presign),
      readUrlSigner: createS3ReadUrlSigner(presign),
      store: createObjectStoreOnDemand(createS3QuickHead(address, credentials), async () => {
        const { createS3ObjectStore } = await import("./s3/object-store.ts");
        return createS3ObjectStore({ address, credentials });
      }),
      verifyToken: rememberVerified(
        createTokenVerifier({ issuer: auth.issuer, clientIds: auth.clientIds }),
        nowMs,
      ),
      sha256: async (bytes) => hash("sha256", bytes, "base64"),
      ownerLog: createOwnerLog(log, nowMs),
      brake: createCallBrake(nowMs),
      identityRules: {
        userTypes: auth.userTypes,
        federatedProviders: auth.federatedProviders,
        // An issuer ends in its pool's id.
        poolId: auth.issuer.slice(auth.issuer.lastIndexOf("/") + 1),
      },
    },
    session: {
      log,
      siteOrigin: site.origin,
      signInCookie: createSignInCookie(sealer, site.origin),
      sessions: createSessionCookies(sealer, site.origin),
      oauth: createOAuthClient({
        hostedUiOrigin: auth.hostedUiOrigin,
        clientId: auth.webClientId,
        redirectUri: `${site.origin}/auth/callback`,
      }),
    },
  };
}

/** Looked up at each call: whoever plays with the clock of a test replaces `Date.now`. */
const nowMs = () => Date.now();
