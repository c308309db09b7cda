// Decides whether an access token is one of ours, and says why not.
import { validateCognitoJwtFields } from "aws-jwt-verify/cognito-verifier";
import {
  FetchError,
  JwkValidationError,
  JwksValidationError,
  JwtExpiredError,
} from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { JwtVerifier } from "aws-jwt-verify";
import { AppError } from "@tapedeck/core/errors";
import type { IdentityClaims } from "@tapedeck/core/identity";
import { LIMITS } from "@tapedeck/core/limits";
import type { Clock } from "@tapedeck/core/ports";
import { nowMs } from "../clock.ts";
import { fetchJwks } from "./fetch-jwks.ts";

export interface TokenRules {
  readonly issuer: string;
  readonly clientIds: readonly string[];
}

/** Clocks of two well-run servers differ by seconds; a minute covers a sloppy one. */
const FUTURE_TOLERANCE_SECONDS = 60;

/** The claims of an access token that the API looks at. */
export interface AccessClaims extends IdentityClaims {
  /** Seconds since 1970. */
  readonly exp: number;
  /** Names with spaces between. */
  readonly scope?: unknown;
}

export type TokenVerifier = (token: string) => Promise<AccessClaims>;

/**
 * A verifier with its own key cache: build it once per instance, outside the handler.
 *
 * The generic `JwtVerifier` and not `CognitoJwtVerifier`, because that one derives the issuer from a
 * pool id and so could not be pointed at the embedded stack; what it adds is called by hand below.
 *
 * A token that names an unknown key makes the verifier fetch the keys, and for the next 10 s it fetches
 * them for no other unknown key. Such a token is refused meanwhile, because the keys are at most 10 s
 * old: an honest token is among them only if its key is younger than that. Its client asks for a fresh
 * token, and uploads come again after a minute (core/upload/waits.ts). To call it an outage let a
 * stranger make 503s, which CloudFront then showed to every caller.
 *
 * @returns resolves to the claims; rejects with {AppError} TOKEN_EXPIRED, TOKEN_REFUSED, or
 *   SERVICE_UNAVAILABLE when the keys cannot be fetched or read
 */
export function createTokenVerifier(
  { issuer, clientIds }: TokenRules,
  clock: Clock,
): TokenVerifier {
  const verifier = JwtVerifier.create(
    {
      issuer,
      // Cognito's access tokens have no audience; the client is checked by client_id below.
      audience: null,
      jwksUri: `${issuer}/.well-known/jwks.json`,
      customJwtCheck: ({ header, payload }) => {
        if (header.alg !== "RS256") throw new Error(`alg must be RS256`);
        // The library lets a token without `exp` live for ever, and one from the future pass.
        if (typeof payload.exp !== "number") throw new Error("exp must be present");
        const latestSeconds = nowMs(clock) / 1000 + FUTURE_TOLERANCE_SECONDS;
        if (typeof payload.iat !== "number" || payload.iat > latestSeconds) {
          throw new Error("iat must be present and not in the future");
        }
        validateCognitoJwtFields(payload, { tokenUse: "access", clientId: [...clientIds] });
      },
    },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchJwks } }) },
  );
  return async (token) => {
    if (token.length > LIMITS.accessTokenCharacters) {
      throw new AppError(
        "TOKEN_REFUSED",
        `An access token may have ${LIMITS.accessTokenCharacters} characters, got ${token.length}.`,
      );
    }
    try {
      const { exp = 0, ...claims } = await verifier.verify(token);
      return { ...claims, exp };
    } catch (thrown) {
      throw refusal(thrown);
    }
  };
}

/** The pool's keys could not be fetched or read. No token can cause one of these. */
const KEYS_UNUSABLE = [FetchError, JwksValidationError, JwkValidationError];

function refusal(thrown: unknown): AppError {
  if (thrown instanceof JwtExpiredError) {
    return new AppError("TOKEN_EXPIRED", "The access token has expired; ask for a new one.", {
      cause: thrown,
    });
  }
  if (KEYS_UNUSABLE.some((kind) => thrown instanceof kind)) {
    return new AppError("SERVICE_UNAVAILABLE", "The keys that sign tokens cannot be fetched now.", {
      cause: thrown,
    });
  }
  // One sentence for every forgery: which check failed would help only the forger.
  return new AppError(
    "TOKEN_REFUSED",
    "The bearer token must be an unexpired Cognito access token of this service.",
    { cause: thrown },
  );
}
