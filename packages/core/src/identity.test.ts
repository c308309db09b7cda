import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { identityFromClaims, isKeyName, type IdentityRules } from "./identity.ts";

const rules: IdentityRules = {
  userTypes: ["admins", "hosts"],
  poolId: "eu-central-1_AbCdEf",
  federatedProviders: ["Google", "SignInWithApple"],
};
const sub = "0b9c2f9e-6d1e-4b5a-9a51-6f0a1f3f9a11";

/** Names that could leave their place in a key. */
const MALFORMED = [
  "../",
  "..",
  "%2e",
  "a%2eb",
  "/",
  "a/b",
  "a b",
  " ",
  "a\0",
  "\0",
  "a".repeat(300),
  "a".repeat(65),
  "",
  ".a",
  "-a",
  "_a",
  "a\n",
  "ä",
  "a\\b",
  "*",
];

describe("identity comes from the token's claims", () => {
  test("a person in no group is a customer of the provider cognito", () => {
    expect(identityFromClaims({ sub }, rules)).toEqual({
      userType: "customer",
      provider: "cognito",
      sub,
    });
  });

  test("the first configured group is the user type, for any order in the token", () => {
    const claims = { sub, "cognito:groups": ["listeners", "hosts", "admins"] };
    expect(identityFromClaims(claims, rules).userType).toBe("admins");
  });

  test("a group that is not configured gives no user type", () => {
    expect(identityFromClaims({ sub, "cognito:groups": ["root"] }, rules).userType).toBe(
      "customer",
    );
  });

  test("the pool's group for a federated provider names the provider", () => {
    const claims = { sub, "cognito:groups": ["eu-central-1_AbCdEf_Facebook"] };
    expect(identityFromClaims(claims, rules).provider).toBe("Facebook");
  });

  test("another pool's group names no provider", () => {
    const claims = { sub, "cognito:groups": ["eu-central-1_Other_Facebook"] };
    expect(identityFromClaims(claims, rules).provider).toBe("cognito");
  });

  test("a username's prefix names the provider as it is configured, in any case of letters", () => {
    const provider = (username: unknown) => identityFromClaims({ sub, username }, rules).provider;
    expect(provider("google_1234")).toBe("Google");
    expect(provider("SignInWithApple_1234")).toBe("SignInWithApple");
  });

  test.each(["Facebook_ada", "google", "ada_google_", "", 7, undefined])(
    "a username that starts with no configured provider names none: %j",
    (username) => {
      expect(identityFromClaims({ sub, username }, rules).provider).toBe("cognito");
    },
  );
});

describe("a claim that could leave its place in a key is refused, never cleaned", () => {
  const refused: unknown = expect.objectContaining({ code: "IDENTITY_REFUSED" });

  test.each([...MALFORMED, undefined, null, 7, ["a"], { sub }])("the sub %j", (malformed) => {
    expect(() => identityFromClaims({ sub: malformed }, rules)).toThrow(refused);
    expect(() => identityFromClaims({ sub: malformed }, rules)).toThrow(
      /^The sub in the token must match .*, got /,
    );
  });

  test.each(MALFORMED)("the provider %j", (malformed) => {
    const claims = { sub, "cognito:groups": [`${rules.poolId}_${malformed}`] };
    expect(() => identityFromClaims(claims, rules)).toThrow(refused);
    expect(() => identityFromClaims(claims, rules)).toThrow("The provider in the token must match");
  });

  test.each(MALFORMED)("the user type %j, even if it is configured", (malformed) => {
    const claims = { sub, "cognito:groups": [malformed] };
    const careless = { ...rules, userTypes: [malformed] };
    expect(() => identityFromClaims(claims, careless)).toThrow(refused);
    expect(() => identityFromClaims(claims, careless)).toThrow("The user type in the token");
  });

  test.each(["hosts", ["hosts", 7], [null], {}, null, 0])(
    "groups that are not a list of names: %j",
    (groups) => {
      expect(() => identityFromClaims({ sub, "cognito:groups": groups }, rules)).toThrow(
        "The claim cognito:groups must be a list of names, got ",
      );
    },
  );
});

test("a key name is 1 to 64 of the allowed characters, letter or digit first, and nothing else", () => {
  const allowed = new Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ maxLength: 70 }),
    fc.string({ unit: fc.constantFrom(...allowed), maxLength: 70 }),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const isRight =
        text.length >= 1 &&
        text.length <= 64 &&
        !"._-".includes(text.charAt(0)) &&
        text.split("").every((character) => allowed.has(character));
      expect(isKeyName(text)).toBe(isRight);
    }),
    { numRuns: 1000 },
  );
});
