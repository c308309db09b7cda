// Tokens of a person whose groups change, as the pool gives them.
import type { Stack } from "@tapedeck/local/start-stack";

/** Their `sub`. */
export const PERSON = "0b9c1f6e-7a54-4a6f-9a3e-0d6d2f4b8c11";

/** Of somebody else. */
export const STRANGER = "0b9c1f6e-7a54-4a6f-9a3e-0d6d2f4b8c12";

/** @returns an access token of the person while they are in these groups */
export function groupToken(
  { cognito }: Pick<Stack, "cognito">,
  groups: readonly string[],
  sub = PERSON,
): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return cognito.signToken({
    iss: cognito.issuer,
    client_id: cognito.webClientId,
    token_use: "access",
    sub,
    username: "grace",
    scope: "tapedeck/read tapedeck/record",
    "cognito:groups": groups,
    iat: nowSeconds,
    exp: nowSeconds + 300,
  });
}
