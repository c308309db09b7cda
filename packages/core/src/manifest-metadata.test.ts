import { expect, test } from "vitest";
import { manifestFacts, manifestMetadata } from "./manifest-metadata.ts";

const facts = { durationMs: 15_000.5, sizeBytes: 3003 };

test.each([undefined, "Standup", "Grüße, 東京 💥", 'a"\r\n: %41'])("survives: %j", (title) => {
  const all = title === undefined ? facts : { ...facts, title };
  expect(manifestFacts(manifestMetadata(all))).toEqual(all);
});

test("the longest title fits into what S3 keeps, in ASCII", () => {
  const metadata = manifestMetadata({ ...facts, title: "東".repeat(200) });
  const bytes = Object.entries(metadata).flat().join("");
  expect(bytes).toMatch(/^[\x20-\x7e]*$/);
  expect(bytes.length).toBeLessThan(2048);
});

test("half a surrogate pair is no reason to lose the rest", () => {
  expect(manifestFacts(manifestMetadata({ ...facts, title: "a\ud800" })).title).toBe("a\ufffd");
});

test.each([
  {},
  { "duration-ms": "x", "size-bytes": "1.5", title: "%" },
  { "duration-ms": "", "size-bytes": "-1" },
  { "duration-ms": "Infinity", "size-bytes": "1e99" },
])("what others wrote is left out: %j", (metadata) => {
  expect(manifestFacts(metadata)).toEqual({});
});

test("what can be read is, beside what cannot", () => {
  expect(manifestFacts({ "duration-ms": "15000", title: "%zz" })).toEqual({ durationMs: 15_000 });
});
