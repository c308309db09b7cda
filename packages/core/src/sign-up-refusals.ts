// What a person reads when an account is refused. Cognito passes the sentence on, and our callback knows it again
// by its exact words: the text of a query is never shown.
import type { ErrorCode } from "./error-codes.ts";
import type { SignUpRefusal } from "./sign-up-rule.ts";

/** Why the sign-in ends, as codes of the catalogue. */
export type SignUpRefusalCode = Extract<ErrorCode, "NOT_INVITED" | "EMAIL_UNVERIFIED">;

/**
 * Cognito's own pages show them too, after `PreSignUp failed with error` and before a full stop of its own.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
 */
export const REFUSAL_SENTENCES: Readonly<Record<SignUpRefusalCode, string>> = {
  NOT_INVITED:
    "This account has not been invited. Ask the owner of this Tapedeck for an invitation",
  EMAIL_UNVERIFIED:
    "The service that you sign in with has not verified your email address. Confirm it there first",
};

/** A stranger learns no more than this: the log has the reason. */
export function refusalCodeOf(because: SignUpRefusal): SignUpRefusalCode {
  return because === "unverified" ? "EMAIL_UNVERIFIED" : "NOT_INVITED";
}

/** The words before the trigger's own, as Cognito writes them into `error_description`. */
const COGNITO_PREFIX = "PreSignUp failed with error ";

/**
 * @param description - `error_description` of the redirect that ended a sign-in
 * @returns the refusal that it tells of, or `undefined` for any other text
 */
export function refusalIn(description: string): SignUpRefusalCode | undefined {
  const told = description.trimEnd().replace(/\.$/, "");
  const codes = Object.keys(REFUSAL_SENTENCES) as SignUpRefusalCode[];
  return codes.find((code) => told === `${COGNITO_PREFIX}${REFUSAL_SENTENCES[code]}`);
}
