import { expect, test } from "vitest";
import { FILE_PROMISES } from "../testing/journal-promises.ts";
import { createMemoryFiles } from "./memory-files.ts";

test.each(Object.entries(FILE_PROMISES))("%s", async (_, { run, sees }) => {
  expect(await run(createMemoryFiles())).toEqual(sees);
});
