// Makes the context of each tRPC procedure: from an HTTP event to the person who called.
import { AppError, toAppError } from "@tapedeck/core/errors";
import { identityFromClaims, type Identity, type IdentityRules } from "@tapedeck/core/identity";
import type { Clock, GrantSigner, ObjectStore, ReadUrlSigner } from "@tapedeck/core/ports";
import type { Sha256 } from "@tapedeck/core/segments-digest";
import type { Quota } from "@tapedeck/core/usage/quota";
import type { ReservationMemory } from "@tapedeck/core/usage/reserve";
import { bodyBytes, header, type HttpEvent } from "../http/lambda-http.ts";
import type { OwnerLog } from "../owner-log.ts";
import type { CallRateLimit } from "./call-rate-limit.ts";
import type { GrantRateLimit } from "./grant-rate-limit.ts";
import type { ReadRateLimit } from "./read-rate-limit.ts";
import type { Scope } from "./scopes.ts";
import type { AccessClaims, TokenVerifier } from "./token-verifier.ts";

/** Made of core's interfaces only, so that the router's types name no AWS package. */
export interface Context {
  readonly requestId: string;
  readonly clock: Clock;
  readonly signer: GrantSigner;
  readonly readUrlSigner: ReadUrlSigner;
  readonly store: ObjectStore;
  readonly sha256: Sha256;
  readonly ownerLog: OwnerLog;
  readonly grantRateLimit: GrantRateLimit;
  readonly readRateLimit: ReadRateLimit;
  readonly identityRules: IdentityRules;
  readonly quota: Quota;
  readonly reservations: ReservationMemory;
  /**
   * @param scope - what the token must have been given
   * @throws {AppError} NOT_SIGNED_IN, TOKEN_EXPIRED, TOKEN_REFUSED, SCOPE_MISSING, IDENTITY_REFUSED,
   *   THROTTLED
   */
  authenticate(scope: Scope): Promise<Identity>;
  /** Whether the pool signed the token of this request; it may have expired or lack the scope. */
  isCallerKnown(): boolean;
}

export interface ContextDeps {
  readonly verifyToken: TokenVerifier;
  readonly callRateLimit: CallRateLimit;
  readonly grantRateLimit: GrantRateLimit;
  readonly readRateLimit: ReadRateLimit;
  readonly identityRules: IdentityRules;
  readonly quota: Quota;
  readonly reservations: ReservationMemory;
  readonly clock: Clock;
  readonly signer: GrantSigner;
  readonly readUrlSigner: ReadUrlSigner;
  readonly store: ObjectStore;
  readonly sha256: Sha256;
  readonly ownerLog: OwnerLog;
}

export function createContext(event: HttpEvent, requestId: string, deps: ContextDeps): Context {
  let isCallerKnown = false;
  return {
    requestId,
    clock: deps.clock,
    signer: deps.signer,
    readUrlSigner: deps.readUrlSigner,
    store: deps.store,
    sha256: deps.sha256,
    ownerLog: deps.ownerLog,
    grantRateLimit: deps.grantRateLimit,
    readRateLimit: deps.readRateLimit,
    identityRules: deps.identityRules,
    quota: deps.quota,
    reservations: deps.reservations,
    async authenticate(scope) {
      try {
        const claims = await deps.verifyToken(tokenOf(event));
        isCallerKnown = true;
        return identify(event, claims, scope, deps);
      } catch (thrown) {
        // The verifier looks at the expiry only after the signature.
        if (toAppError(thrown).code === "TOKEN_EXPIRED") isCallerKnown = true;
        throw thrown;
      }
    },
    isCallerKnown: () => isCallerKnown,
  };
}

/**
 * CloudFront puts its own signature into `authorization` and moves the caller's header to
 * `x-tapedeck-authorization`, which only CloudFront can send (infra/imitated/edge.ts).
 */
function tokenOf(event: HttpEvent): string {
  return bearerToken(header(event, "x-tapedeck-authorization") ?? header(event, "authorization"));
}

function identify(
  event: HttpEvent,
  claims: AccessClaims,
  scope: Scope,
  deps: ContextDeps,
): Identity {
  requireScope(claims.scope, scope);
  const identity = identityFromClaims(claims, deps.identityRules);
  deps.callRateLimit.countCall(identity, bodyBytes(event));
  return identity;
}

/** @see RFC 6749 §3.3: names with one space between, compared as they are */
function requireScope(given: unknown, needed: Scope): void {
  if (typeof given === "string" && given.split(" ").includes(needed)) return;
  throw new AppError("SCOPE_MISSING", `The access token lacks the scope ${needed}.`);
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
