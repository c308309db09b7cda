// The store under conditions that are rare in real traffic: many writes at once, and a write that fails.
import { mkdir, mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSignInStore } from "./sign-in-store.ts";

const tempFolder = () => mkdtempDisposable(join(tmpdir(), "tapedeck-sign-ins-"));

test("each of a hundred changes at once is in the file when it is answered", async () => {
  await using folder = await tempFolder();
  const codes = (await openSignInStore(folder.path)).adapterFor("AuthorizationCode");
  const ids = Array.from({ length: 100 }, (_, index) => `code-${index}`);
  await Promise.all(
    ids.map(async (id) => {
      await codes.upsert(id, { clientId: id }, 60);
      expect(await readFile(join(folder.path, "sign-ins.json"), "utf8")).toContain(`"${id}"`);
    }),
  );
  const reopened = (await openSignInStore(folder.path)).adapterFor("AuthorizationCode");
  for (const id of ids) expect(await reopened.find(id)).toEqual({ clientId: id });
});

test("a failed write rejects for its caller, and does not affect the next one", async () => {
  await using folder = await tempFolder();
  const dir = join(folder.path, "later");
  const codes = (await openSignInStore(dir)).adapterFor("AuthorizationCode");
  await expect(codes.upsert("lost", {}, 60)).rejects.toMatchObject({ code: "ENOENT" });

  await mkdir(dir);
  await codes.upsert("kept", {}, 60);
  expect(await readFile(join(dir, "sign-ins.json"), "utf8")).toContain("kept");
});

test("a record that is handed out is a copy: a change to it has no effect until it is saved", async () => {
  await using folder = await tempFolder();
  const sessions = (await openSignInStore(folder.path)).adapterFor("Session");
  const payload = { uid: "u", authorizations: { web: { sid: "1" } } };
  await sessions.upsert("s", payload, 60);
  payload.authorizations.web.sid = "2";
  const found = (await sessions.findByUid("u")) ?? {};
  expect(found).toEqual({ uid: "u", authorizations: { web: { sid: "1" } } });
  found.uid = "changed";
  expect(await sessions.find("s")).toMatchObject({ uid: "u" });
});

test("an id of one kind does not open another kind", async () => {
  await using folder = await tempFolder();
  const store = await openSignInStore(folder.path);
  await store.adapterFor("AuthorizationCode").upsert("id", { grantId: "g" }, 60);
  expect(await store.adapterFor("RefreshToken").find("id")).toBeUndefined();
  await store.adapterFor("RefreshToken").revokeByGrantId("g");
  expect(await store.adapterFor("AuthorizationCode").find("id")).toBeUndefined();
});

test("a file that is not JSON stops the start instead of losing every sign-in silently", async () => {
  await using folder = await tempFolder();

  await writeFile(join(folder.path, "sign-ins.json"), "{");
  await expect(openSignInStore(folder.path)).rejects.toThrow(/sign-ins\.json/);
});
