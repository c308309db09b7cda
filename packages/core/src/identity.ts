// The person of a validated token, as the three names that start every object key of theirs. The
// authcallback folder of functions validates the token itself.
import { AppError } from "./errors.ts";
import { quote } from "./quote.ts";

/** `users/{userType}/{provider}/{sub}/` is this person's corner of the bucket. */
export interface Identity {
  readonly userType: string;
  readonly provider: string;
  readonly sub: string;
}

/** The claims of a Cognito access token that identity depends on. */
export interface IdentityClaims {
  readonly sub?: unknown;
  readonly username?: unknown;
  readonly "cognito:groups"?: unknown;
}

/** The settings of an installation about its people. */
export interface IdentityRules {
  /** Groups that become a user type, the first match wins. A person in none of them is a `customer`. */
  readonly userTypes: readonly string[];
  /** Cognito's pool id; a federated user is put in the group `{poolId}_{Provider}`. */
  readonly poolId: string;
  /** Federated providers of the pool, e.g. `Google`: only these count as a username's prefix. */
  readonly federatedProviders: readonly string[];
}

const DEFAULT_USER_TYPE = "customer";
const DEFAULT_PROVIDER = "cognito";

/** The form of a name in a key. Any other is refused, not cleaned: two names could become the same. */
const KEY_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Whether a name may stand between two slashes of an object key. */
export function isKeyName(name: unknown): name is string {
  return typeof name === "string" && KEY_NAME.test(name);
}

/**
 * @param claims - from a token whose signature, issuer, client, use and expiry were checked
 * @throws {AppError} IDENTITY_REFUSED – a claim that would enter a key is missing or malformed
 */
export function identityFromClaims(claims: IdentityClaims, rules: IdentityRules): Identity {
  const groups = stringsOf("cognito:groups", claims["cognito:groups"]);
  const userType = rules.userTypes.find((type) => groups.includes(type)) ?? DEFAULT_USER_TYPE;
  const provider = federatedProvider(claims.username, groups, rules) ?? DEFAULT_PROVIDER;
  return {
    userType: keyName("user type", userType),
    provider: keyName("provider", provider),
    sub: keyName("sub", claims.sub),
  };
}

/** Every user type that an identity can have: the configured ones and the default. */
export function configuredUserTypes({
  userTypes,
}: Pick<IdentityRules, "userTypes">): readonly string[] {
  return [...new Set([...userTypes, DEFAULT_USER_TYPE])];
}

function federatedProvider(
  username: unknown,
  groups: readonly string[],
  rules: IdentityRules,
): string | undefined {
  const groupPrefix = `${rules.poolId}_`;
  const group = groups.find((name) => name.startsWith(groupPrefix));
  if (group !== undefined) return group.slice(groupPrefix.length);
  // A local user may call themselves `Google_ada`; a prefix counts only if it names a provider.
  if (typeof username !== "string") return undefined;
  return rules.federatedProviders.find((name) =>
    username.toLowerCase().startsWith(`${name.toLowerCase()}_`),
  );
}

function stringsOf(claim: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new AppError(
    "IDENTITY_REFUSED",
    `The claim ${claim} must be a list of names, got ${quote(value)}.`,
  );
}

function keyName(what: string, value: unknown): string {
  if (isKeyName(value)) return value;
  throw new AppError(
    "IDENTITY_REFUSED",
    `The ${what} in the token must match ${KEY_NAME.source}, got ${quote(value)}.`,
  );
}
