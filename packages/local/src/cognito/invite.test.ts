// An account that the owner made, from the invitation to the token.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inviteLocally } from "./invite.ts";
import {
  CALLBACK,
  claimsOf,
  codeForm,
  makeTestFolder,
  requestTokens,
  type TestFolder,
} from "./testing/test-pool.ts";
import { createVisitor } from "./testing/visitor.ts";
import type { CognitoServer } from "./server.ts";

let folder: TestFolder;
let pool: CognitoServer;
/** The folder of an installation: the pool's own lies below it. */
let dataDir: string;
beforeAll(async () => {
  folder = await makeTestFolder("cognito");
  dataDir = dirname(folder.dir);
  pool = await folder.start();
});
afterAll(async () => {
  await pool.close();
  await folder[Symbol.asyncDispose]();
});

const CHOSEN = "twelve chars";

/** Posts the form of the login page. */
async function post(fields: Readonly<Record<string, string>>) {
  const visitor = createVisitor();
  const posted = await visitor.post(await visitor.authorize(pool), fields);
  const back = posted.status === 303 ? await visitor.open(posted.location ?? "") : undefined;
  const code =
    back?.location?.startsWith(CALLBACK) && new URL(back.location).searchParams.get("code");
  return { ...posted, code: code || undefined };
}

test("an invited person chooses a password, and gets a token of their address", async () => {
  const invitation = await inviteLocally(dataDir, "Eve@Example.com");
  expect(invitation.address).toBe("eve@example.com");
  const login = { username: "eve@example.com", password: invitation.temporaryPassword };

  const asked = await post(login);
  expect(asked).toMatchObject({ status: 200, code: undefined });
  expect(asked.text).toContain("Choose a password");
  const short = await post({ ...login, new_password: "eleven char" });
  expect(short).toMatchObject({ status: 400, code: undefined });
  expect(short.text).toContain("A password has 12 characters or more.");

  const { code = "" } = await post({ ...login, new_password: CHOSEN });
  const { body } = await requestTokens(pool, codeForm(code));
  expect(claimsOf(body.id_token)).toMatchObject({ email: "eve@example.com", email_verified: true });
  expect(claimsOf(body.access_token)).not.toHaveProperty("cognito:groups");

  // The temporary password ends with that.
  expect(await post(login)).toMatchObject({ status: 400, code: undefined });
  expect(await post({ ...login, new_password: "another of twelve" })).toMatchObject({
    status: 400,
  });
  expect((await post({ username: "EVE@example.com", password: CHOSEN })).code).toBeDefined();
});

test("a password that was chosen is changed by no form of the login page", async () => {
  const login = { username: "eve@example.com", password: CHOSEN };
  expect((await post({ ...login, new_password: "another of twelve" })).code).toBeDefined();
  expect((await post(login)).code).toBeDefined();
});

test("an account outlives a restart, and the data folder holds no password", async () => {
  const { address, temporaryPassword } = await inviteLocally(dataDir, "fay@example.com");
  await pool.close();
  pool = await folder.start();
  const asked = await post({ username: address, password: temporaryPassword });
  expect(asked.text).toContain("Choose a password");
  const files = join(folder.dir, "accounts");
  const texts = await Promise.all(
    (await readdir(files)).map((name) => readFile(join(files, name), "utf8")),
  );
  expect(texts.join("\n")).toContain(address);
  for (const secret of [temporaryPassword, CHOSEN]) expect(texts.join("\n")).not.toContain(secret);
});

test("two invitations of one address at once make one account", async () => {
  const both = await Promise.allSettled([
    inviteLocally(dataDir, "gil@example.com"),
    inviteLocally(dataDir, "GIL@example.com"),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

describe("an invitation is refused", () => {
  test.each([
    [
      "for an address that has an account",
      "gil@example.com",
      "gil@example.com has an account already.",
    ],
    [
      "for a seeded address",
      "Ada@tapedeck.example",
      "ada@tapedeck.example has an account already.",
    ],
    ["for a name", "eve", 'An invitation needs one address, got "eve".'],
    ["for two addresses", "a@b.example,c@d.example", /needs one address/],
  ])("%s", async (_what, email, message) => {
    const invited = inviteLocally(dataDir, email);
    await expect(invited).rejects.toMatchObject({ code: "INPUT_INVALID" });
    await expect(invited).rejects.toThrow(message);
  });
});
