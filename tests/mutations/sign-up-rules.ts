// What keeps strangers from making accounts: part of attack-rules.ts.
import type { Mutation } from "./mutation.ts";

const RULE = "core/src/sign-up-rule.ts";

export const signUpRules: readonly Mutation[] = [
  {
    rule: "an account needs no address that the provider has verified",
    file: RULE,
    find: "isFederated && !isEmailVerified",
    replace: "isFederated && email === ''",
  },
  {
    rule: "an account may be of a domain that ends alike",
    file: RULE,
    find: "allowedEmailDomains.includes(parsed.domain)",
    replace: "allowedEmailDomains.some((each) => parsed.domain.endsWith(each))",
  },
  {
    rule: "an account may be of an address with two domains",
    file: "core/src/email-address.ts",
    find: "others.length > 0 || ",
    replace: "",
  },
  {
    rule: "an account needs no invitation",
    file: "functions/src/sign-up/invitations.ts",
    find: 'if (kind === "UserNotFoundException") return false;',
    replace: 'if (kind === "UserNotFoundException") return true;',
  },
  {
    rule: "an account may come from any source",
    file: RULE,
    find: 'return { isAllowed: false, because: "source" };',
    replace: 'return { isAllowed: true, because: "owner" };',
  },
  {
    rule: "an account may be made by a password in a closed stage",
    file: RULE,
    find: "if (!isOpenToSignUp && !isFederated)",
    replace: "if (email === '' && !isFederated)",
  },
  {
    rule: "an account is confirmed when the event asks for it",
    file: "functions/src/sign-up/sign-up-check.ts",
    find: ", response: NOTHING_BY_ITSELF",
    replace: "",
  },
  {
    rule: "an account's refusal may have words of the stranger's own",
    file: "core/src/sign-up-refusals.ts",
    find: "told === `${COGNITO_PREFIX}${REFUSAL_SENTENCES[code]}`",
    replace: "told.includes(REFUSAL_SENTENCES[code])",
  },
];
