import { expect, test } from "vitest";
import { RECORD_PROMISES } from "../testing/journal-promises.ts";
import { createMemoryRecords } from "./memory-records.ts";

test.each(Object.entries(RECORD_PROMISES))("%s", async (_, { run, sees }) => {
  expect(await run(createMemoryRecords())).toEqual(sees);
});
