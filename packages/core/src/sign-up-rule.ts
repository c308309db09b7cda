// Who may make an account: the one rule, for Cognito's pre-sign-up trigger, its stand-in and `npm run invite`.
import { parseEmailAddress } from "./email-address.ts";

/** What a stage allows, from infra/stage.ts. */
export interface SignUpSettings {
  /** Whether visitors may make accounts. Default: no, the owner makes each one. */
  readonly isOpenToSignUp: boolean;
  /**
   * Domains whose addresses may make accounts; none by default. A closed stage lets people of these domains in
   * through a provider that has verified their address. An open one takes no address of other domains.
   */
  readonly allowedEmailDomains: readonly string[];
}

/**
 * Where an account would come from, in Cognito's words.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
 */
export type SignUpSource =
  | "PreSignUp_AdminCreateUser"
  | "PreSignUp_SignUp"
  | "PreSignUp_ExternalProvider";

export interface SignUpAttempt {
  /** Of {@link SignUpSource}; any other is refused. */
  readonly source: string;
  readonly email: string;
  /** Whether the provider says that the person has proved the address. Of no weight in other sources. */
  readonly isEmailVerified: boolean;
  /** Whether the owner has made an account with this very address. */
  readonly isInvited: boolean;
}

export type SignUpVerdict =
  | { readonly isAllowed: true; readonly because: "owner" | "open" | "domain" | "invited" }
  | { readonly isAllowed: false; readonly because: SignUpRefusal };

/**
 * - `source`: not a way by which accounts are made
 * - `closed`: the stage is not open to sign-up by password
 * - `address`: not one plain address
 * - `domain`: open to sign-up, but not for this domain
 * - `unverified`: the provider does not say that the address is the person's
 * - `uninvited`: neither the domain nor an invitation lets this verified address in
 */
export type SignUpRefusal = "source" | "closed" | "address" | "domain" | "unverified" | "uninvited";

/**
 * | Source           | Closed                   | Open, with domains       | Open, no domains |
 * | ---------------- | ------------------------ | ------------------------ | ---------------- |
 * | the owner        | any address              | any address              | any address      |
 * | the sign-up page | none                     | of a domain              | any address      |
 * | a provider       | verified: domain/invited | verified: domain/invited | any address      |
 *
 * An address of the sign-up page is not proved yet. Cognito sends a code to it, and asks for that code before the
 * first sign-in.
 */
export function judgeSignUp(
  { source, email, isEmailVerified, isInvited }: SignUpAttempt,
  { isOpenToSignUp, allowedEmailDomains }: SignUpSettings,
): SignUpVerdict {
  switch (source as SignUpSource) {
    case "PreSignUp_AdminCreateUser":
      return { isAllowed: true, because: "owner" };
    case "PreSignUp_SignUp":
    case "PreSignUp_ExternalProvider":
      break;
    default:
      return { isAllowed: false, because: "source" };
  }
  const isFederated = source === "PreSignUp_ExternalProvider";
  if (!isOpenToSignUp && !isFederated) return { isAllowed: false, because: "closed" };
  if (isOpenToSignUp && allowedEmailDomains.length === 0) {
    return { isAllowed: true, because: "open" };
  }
  const parsed = parseEmailAddress(email);
  if (parsed === undefined) return { isAllowed: false, because: "address" };
  if (isFederated && !isEmailVerified) return { isAllowed: false, because: "unverified" };
  // Whole domains: `x@example.com.evil.com`, `x@evil-example.com` and `x@mail.example.com` are others.
  if (allowedEmailDomains.includes(parsed.domain)) return { isAllowed: true, because: "domain" };
  if (!isFederated) return { isAllowed: false, because: "domain" };
  return isInvited
    ? { isAllowed: true, because: "invited" }
    : { isAllowed: false, because: "uninvited" };
}
