// What no log may hold, looked for by shape: whoever adds a line that logs a secret need not have told
// anybody which. Every test stack looks through its own log when it ends.

/** Ours that are opaque and may be logged: request ids and subs, and the names of recordings. */
const HARMLESS =
  /\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b|\d{4}(-\d\d){5}-\d{6}[-_][\dA-HJKMNP-TV-Z]{6}(?![\dA-Z])/g;

/**
 * A token, a cookie, a header or a query that carries one; and any run of characters as long as codes,
 * refresh tokens, seals and signatures are. Words are shorter, and have no digits.
 */
const SECRETS = [
  /eyJ[\w-]{8,}/,
  /(__Host-|\btapedeck-)[\w-]+=./i,
  /\bBearer \S/i,
  /X-Amz-(Signature|Credential|Security-Token)=./i,
  /\b(code|state|refresh_token|code_verifier|access_token)=./i,
  /(?=[\w+-]*\d)(?=[\w+-]*[A-Za-z])[\w+-]{24,}/,
  /(?=[\w+-]*[A-Za-z])[\w+-]{40,}/,
];

/**
 * @param known - secrets that were in play, to be looked for as they are
 * @throws {Error} with the first line that holds a secret
 */
export function refuseSecrets(lines: readonly string[], known: readonly string[] = []): void {
  for (const line of lines) {
    const looked = line.replaceAll(HARMLESS, "");
    const isFound =
      SECRETS.some((secret) => secret.test(looked)) ||
      known.some((secret) => line.includes(secret));
    if (isFound) throw new Error(`a log line holds a secret: ${line}`);
  }
}
