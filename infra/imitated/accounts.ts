// The rules of accounts, as plain values. infra/ gives them to the user pool; packages/local/cognito keeps to them.

/** NIST SP 800-63B: demand length, and no kinds of characters. A temporary password is mailed, so it ends soon. */
export const PASSWORD_POLICY = { minimumLength: 12, temporaryPasswordValidityDays: 3 };

/** What the pre-sign-up trigger may ask of the pool: one account, by its address. */
export const SIGN_UP_CHECK_ACTIONS: readonly string[] = ["cognito-idp:AdminGetUser"];
