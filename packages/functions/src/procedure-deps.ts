// The composition root of every function that serves procedures: configuration in, everything that they need out.
import { hash } from "node:crypto";
import type { ContextDeps } from "./authcallback/context.ts";
import { createCallRateLimit } from "./authcallback/call-rate-limit.ts";
import { createGrantRateLimit } from "./authcallback/grant-rate-limit.ts";
import { createReadRateLimit } from "./authcallback/read-rate-limit.ts";
import { createTokenVerifier } from "./authcallback/token-verifier.ts";
import { withVerifiedTokenCache } from "./authcallback/verified-token-cache.ts";
import { systemClock } from "./clock.ts";
import type { ProcedureConfig } from "./config.ts";
import type { Log } from "./log.ts";
import { createOwnerLog } from "./owner-log.ts";
import { credentialsFrom } from "./s3/address.ts";
import { createS3GrantSigner } from "./s3/grant-signer.ts";
import { createLazyObjectStore } from "./s3/lazy-object-store.ts";
import { createPresign } from "./s3/presign.ts";
import { createS3ReadUrlSigner } from "./s3/read-url-signer.ts";
import { createStoreWithoutSdk } from "./s3/store-without-sdk.ts";
import { createReservationMemory } from "./reservation-memory.ts";

export interface ProcedureDeps {
  readonly context: ContextDeps;
  readonly log: Log;
  /** Origins other than the site's whose scripts may call /trpc. */
  readonly allowedOrigins: readonly string[];
}

export function createProcedureDeps(
  config: ProcedureConfig,
  environment: Readonly<Record<string, string | undefined>>,
  log: Log,
): ProcedureDeps {
  const { auth, recordings, region, s3Endpoint, site } = config;
  const address = { bucket: recordings.name, region, endpoint: s3Endpoint };
  const credentials = async () => credentialsFrom(environment);
  const presign = createPresign(address, credentials, systemClock);
  return {
    log,
    allowedOrigins: site.allowedOrigins,
    context: {
      clock: systemClock,
      signer: createS3GrantSigner(presign),
      readUrlSigner: createS3ReadUrlSigner(presign),
      store: createLazyObjectStore(
        createStoreWithoutSdk(address, credentials, systemClock),
        async () => {
          const { createS3ObjectStore } = await import("./s3/object-store.ts");
          return createS3ObjectStore({ address, credentials });
        },
      ),
      verifyToken: withVerifiedTokenCache(
        createTokenVerifier({ issuer: auth.issuer, clientIds: auth.clientIds }, systemClock),
        systemClock,
      ),
      sha256: async (bytes) => hash("sha256", bytes, "base64"),
      ownerLog: createOwnerLog(log, systemClock),
      callRateLimit: createCallRateLimit(systemClock),
      grantRateLimit: createGrantRateLimit(systemClock),
      readRateLimit: createReadRateLimit(systemClock),
      identityRules: {
        userTypes: auth.userTypes,
        federatedProviders: auth.federatedProviders,
        // An issuer ends in its pool's id.
        poolId: auth.issuer.slice(auth.issuer.lastIndexOf("/") + 1),
      },
      quota: config.quota,
      reservations: createReservationMemory(),
    },
  };
}
