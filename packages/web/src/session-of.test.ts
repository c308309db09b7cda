import { expect, test } from "vitest";
import type { Session } from "./session.ts";
import { sessionOf } from "./session-of.ts";

const tokenOf = (claims: unknown) =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;

/** Gives the tokens one after the other, the next one when told to forget. */
function createBrowserSession(...tokens: string[]): Session {
  let at = 0;
  return {
    accessToken: async () => tokens[at] ?? "",
    forget: () => {
      at += 1;
    },
  };
}

test("gives the person's own token, whatever else it says", async () => {
  // In base64url, it has both characters that base64 lacks.
  const token = tokenOf({ sub: "ada", name: "ÿ>?ÿ~" });
  expect(token).toMatch(/-.*_|_.*-/);
  expect(await sessionOf("ada", createBrowserSession(token)).accessToken()).toBe(token);
});

test("gives nobody else's, and the person's again as soon as they are back", async () => {
  const [bens, adas] = [tokenOf({ sub: "ben" }), tokenOf({ sub: "ada" })];
  const session = sessionOf("ada", createBrowserSession(bens, adas));
  await expect(session.accessToken()).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  expect(await session.accessToken()).toBe(adas);
});

test.each(["", "opaque", "a.b.c", tokenOf(null), tokenOf({})])(
  "gives no token that names nobody: %j",
  async (token) => {
    const session = sessionOf("ada", createBrowserSession(token));
    await expect(session.accessToken()).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  },
);
