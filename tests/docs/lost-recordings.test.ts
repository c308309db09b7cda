// docs/lost-recordings.md names the test of each promise. This test fails when such a test is renamed or
// removed.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const ROOT = new URL("../../", import.meta.url);

test("every test that docs/lost-recordings.md names exists", async () => {
  const page = await readFile(new URL("docs/lost-recordings.md", ROOT), "utf8");
  const rows = page.split("\n").filter((line) => /^\| .*#\d/.test(line));
  expect(rows.length).toBeGreaterThan(20);
  const missing: string[] = [];
  let named = 0;
  for (const row of rows) {
    let source = "";
    for (const [, file, title] of row.matchAll(/`(tests\/[^`]+|packages\/[^`]+)`|“([^”]+)”/g)) {
      if (file !== undefined) source = await readFile(new URL(file, ROOT), "utf8");
      if (title === undefined) continue;
      named += 1;
      if (!source.includes(title)) missing.push(title);
    }
  }
  expect(missing).toEqual([]);
  expect(named).toBeGreaterThanOrEqual(rows.length);
});
