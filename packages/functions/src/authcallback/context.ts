// From an HTTP event to the user it speaks for: what every tRPC procedure gets as its context.
import { AppError } from "@tapedeck/core/errors";
import { identityFromClaims, type Identity, type IdentityRules } from "@tapedeck/core/identity";
import type { Clock, GrantSigner, ObjectStore } from "@tapedeck/core/ports";
import { header, type HttpEvent } from "../http.ts";
import type { TokenVerifier } from "./token-verifier.ts";

/** Made of core's interfaces only, so that the router's types name no AWS package. */
export interface Context {
  readonly requestId: string;
  readonly clock: Clock;
  readonly signer: GrantSigner;
  readonly store: ObjectStore;
  /** @throws {AppError} NOT_SIGNED_IN, TOKEN_EXPIRED, TOKEN_REFUSED, IDENTITY_REFUSED */
  authenticate(): Promise<Identity>;
}

export interface ContextDeps {
  readonly verifyToken: TokenVerifier;
  readonly identityRules: IdentityRules;
  readonly clock: Clock;
  readonly signer: GrantSigner;
  readonly store: ObjectStore;
}

export function createContext(event: HttpEvent, requestId: string, deps: ContextDeps): Context {
  let identity: Promise<Identity> | undefined;
  return {
    requestId,
    clock: deps.clock,
    signer: deps.signer,
    store: deps.store,
    // Once per request: a batch of calls carries one token.
    authenticate: () => (identity ??= identify(event, deps)),
  };
}

async function identify(event: HttpEvent, deps: ContextDeps): Promise<Identity> {
  // Through CloudFront, `authorization` is its signature; the caller's own travels beside it, and
  // nobody but CloudFront can send that header (infra/web.ts).
  const token = bearerToken(
    header(event, "x-tapedeck-authorization") ?? header(event, "authorization"),
  );
  return identityFromClaims(await deps.verifyToken(token), deps.identityRules);
}

/** @see RFC 6750 §2.1 */
function bearerToken(authorization: string | undefined): string {
  const token = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? "")?.[1];
  if (token !== undefined) return token;
  throw new AppError(
    "NOT_SIGNED_IN",
    "The request needs a header `authorization: Bearer {access token}`.",
  );
}
