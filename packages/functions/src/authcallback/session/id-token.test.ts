import { describe, expect, test } from "vitest";
import { nonceOf, provedSince } from "./id-token.ts";

const tokenOf = (claims: unknown) =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;

const BEGAN_AT_MS = 1_750_000_000_900;
const BEGAN_AT_SECONDS = 1_750_000_000;

test("the nonce is read from the token", () => {
  expect(nonceOf(tokenOf({ nonce: "n", auth_time: 1 }))).toBe("n");
});

test.each([undefined, "", "a.b", "a.e30.c", tokenOf(null), tokenOf({ nonce: 1 })])(
  "a token without a readable nonce has none: %j",
  (token) => {
    expect(nonceOf(token)).toBeUndefined();
  },
);

describe("the person proved who they are for this sign-in", () => {
  test.each([
    ["after it began", BEGAN_AT_SECONDS + 60],
    ["in the second in which it began", BEGAN_AT_SECONDS],
    ["by a clock that is ten seconds behind", BEGAN_AT_SECONDS - 9],
  ])("when they did so %s", (_when, seconds) => {
    expect(provedSince(tokenOf({ auth_time: seconds }), BEGAN_AT_MS)).toBe(true);
  });

  test.each([
    ["a minute before", tokenOf({ auth_time: BEGAN_AT_SECONDS - 60 })],
    ["an hour before", tokenOf({ auth_time: BEGAN_AT_SECONDS - 3600 })],
    ["at a time that is not told", tokenOf({ nonce: "n" })],
    ["at a time that is no number", tokenOf({ auth_time: "now" })],
    ["by no token", undefined],
  ])("not when they did so %s", (_when, token) => {
    expect(provedSince(token, BEGAN_AT_MS)).toBe(false);
  });
});
