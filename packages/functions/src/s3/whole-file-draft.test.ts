import { readdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFileDraft } from "./whole-file-draft.ts";

/** The drafts of this process. */
async function draftModes(): Promise<string[]> {
  const names = await readdir(tmpdir());
  const drafts = names.filter((name) => name.startsWith(`tapedeck-${process.pid}-`));
  const modes = drafts.map(async (name) =>
    ((await stat(join(tmpdir(), name))).mode & 0o777).toString(8),
  );
  return Promise.all(modes);
}

test("a whole file waits where only its owner can read it, and is removed", async () => {
  {
    await using _draft = await openFileDraft(() => Promise.reject(new Error("stores nothing")));
    expect(await draftModes()).toEqual(["600"]);
  }
  expect(await draftModes()).toEqual([]);
});
