// A data folder keeps its secrets and sign-ins across restarts; two folders share none.
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { openAccounts } from "./accounts.ts";
import type { CognitoServer } from "./server.ts";
import { claimsOf, makeTestFolder, refreshForm, requestTokens } from "./testing/test-pool.ts";
import { createVisitor } from "./testing/visitor.ts";

async function publicKeys({ issuer }: CognitoServer): Promise<readonly { n: string }[]> {
  const jwks = (await (await fetch(`${issuer}/.well-known/jwks.json`)).json()) as {
    keys: { n: string; kid: string }[];
  };
  expect(jwks.keys).toHaveLength(2);
  return jwks.keys;
}

const subOf = (token: string | undefined) => claimsOf(token)["sub"];

describe("a restart", () => {
  test("keeps the keys, the subs, the refresh tokens and the browser's session", async () => {
    await using folder = await makeTestFolder();
    const visitor = createVisitor();
    const first = await folder.start();
    const keys = await publicKeys(first);
    const tokens = await visitor.signIn(first);
    await first.close();

    await using second = await folder.start();
    expect(await publicKeys(second)).toEqual(keys);
    const { status, body } = await requestTokens(second, refreshForm(tokens.refresh_token));
    expect(status).toBe(200);
    expect(subOf(body.access_token)).toBe(subOf(tokens.access_token));
    expect(await visitor.authorize(second)).toContain("?code=");
  });

  test("keeps a revoked sign-in revoked", async () => {
    await using folder = await makeTestFolder();
    const first = await folder.start();
    const { refresh_token: token = "" } = await createVisitor().signIn(first);
    const form = new URLSearchParams({ client_id: first.webClientId, token });
    await fetch(`${first.origin}/oauth2/revoke`, { method: "POST", body: form });
    await first.close();

    await using second = await folder.start();
    expect((await requestTokens(second, refreshForm(token))).status).toBe(400);
  });

  test("keeps every answered change after a kill, because the file is written before the answer", async () => {
    await using folder = await makeTestFolder();
    await using first = await folder.start();
    const { refresh_token: token } = await createVisitor().signIn(first);
    // The first server is never closed: the second reads the file as it was at the last answer.
    await using second = await folder.start();
    expect((await requestTokens(second, refreshForm(token))).status).toBe(200);
  });

  test("keeps the subs of all users when one is added", async () => {
    await using folder = await makeTestFolder();
    const first = await folder.start();
    const sub = subOf((await createVisitor().signIn(first)).access_token);
    await first.close();

    const cleo = {
      name: "cleo",
      password: "cleo-local",
      email: "c@example.com",
      fullName: "Cleo",
      groups: [],
    };
    await using second = await folder.start({ users: [...first.users, cleo] });
    expect(subOf((await createVisitor().signIn(second)).access_token)).toBe(sub);
  });

  test("keeps the issuer on the same port", async () => {
    await using folder = await makeTestFolder();
    const first = await folder.start();
    await first.close();
    await using second = await folder.start({ port: Number(new URL(first.origin).port) });
    expect(second.issuer).toBe(first.issuer);
  });
});

test("a folder of the release before, which had one key, opens with its subs and that key", async () => {
  await using folder = await makeTestFolder();
  const first = await folder.start();
  const { access_token: token } = await createVisitor().signIn(first);
  await first.close();
  const file = join(folder.dir, "pool.json");
  const { idTokenJwk: _newer, ...before } = JSON.parse(await readFile(file, "utf8")) as {
    idTokenJwk: object;
    privateJwk: { kid: string };
  };
  await writeFile(file, JSON.stringify(before));

  await using second = await folder.start();
  expect(await publicKeys(second)).toContainEqual(
    expect.objectContaining({ kid: before.privateJwk.kid }),
  );
  expect(subOf((await createVisitor().signIn(second)).access_token)).toBe(subOf(token));
});

test("a port that is taken is an error, not another port", async () => {
  await using folder = await makeTestFolder();
  await using first = await folder.start();
  const port = Number(new URL(first.origin).port);
  await expect(folder.start({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test("two installations share no key and no sub", async () => {
  await using folders = new AsyncDisposableStack();
  const pools: CognitoServer[] = [];
  for (const folder of [await makeTestFolder(), await makeTestFolder()]) {
    folders.use(folder);
    pools.push(folders.use(await folder.start()));
  }
  const keys = (await Promise.all(pools.map(publicKeys))).flat();
  expect(new Set(keys.map(({ n }) => n)).size).toBe(4);
  const subs = await Promise.all(
    pools.map(async (pool) => subOf((await createVisitor().signIn(pool)).access_token)),
  );
  expect(subs[0]).not.toBe(subs[1]);
});

test("only the owner can read the files, and no half-written one is left", async () => {
  await using folder = await makeTestFolder();
  await using pool = await folder.start();
  await createVisitor().signIn(pool);
  const accounts = await openAccounts(folder.dir);
  const account = { sub: "5f1c", username: "5f1c", email: "eve@example.com", groups: [] };
  expect([await accounts.add(account), await accounts.add(account)]).toEqual([true, false]);
  await pool.close();
  const names = (await readdir(folder.dir, { recursive: true })).toSorted();
  const modeOf = async (name: string) =>
    ((await stat(join(folder.dir, name))).mode & 0o777).toString(8);
  const [folderOfAccounts = "", accountFile = "", ...files] = names;
  expect([folderOfAccounts, ...files]).toEqual(["accounts", "pool.json", "sign-ins.json"]);
  expect(await modeOf(folderOfAccounts)).toBe("700");
  for (const name of [accountFile, ...files]) expect(await modeOf(name)).toBe("600");
});

test("an expired record is removed from the file", async () => {
  await using folder = await makeTestFolder();
  await using pool = await folder.start();
  const { refresh_token: token = "" } = await createVisitor().signIn(pool);
  const stored = () => readFile(join(folder.dir, "sign-ins.json"), "utf8");
  expect(await stored()).toContain(token);
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    vi.setSystemTime(Date.now() + 31 * 24 * 60 * 60 * 1000);
    await createVisitor().signIn(pool);
    expect(await stored()).not.toContain(token);
  } finally {
    vi.useRealTimers();
  }
});
