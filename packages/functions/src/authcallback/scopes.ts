// The scopes that a sign-in asks for, and that infra/auth.ts lets the web client have.

/** Of the pool's resource server: what a procedure may demand of an access token. */
export type Scope = "tapedeck/record" | "tapedeck/read";

/**
 * Cognito ends a sign-in with `invalid_scope` when it asks for one that the client may not have: a rule of
 * tests/infra holds this list against the client's, and the embedded stack allows no other.
 */
export const SCOPES = [
  "openid",
  "email",
  // The person's name, where the pool knows it.
  "profile",
  "tapedeck/record",
  "tapedeck/read",
] as const satisfies readonly ("openid" | "email" | "profile" | Scope)[];
