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
  expect(manifestFacts(manifestMetadata({ ...facts, title: "a\ud800" }))?.title).toBe("a\ufffd");
});

test.each([{}, { "duration-ms": "1" }, { "duration-ms": "x", "size-bytes": "1" }])(
  "%j is of a manifest without them",
  (metadata) => {
    expect(manifestFacts(metadata)).toBeUndefined();
  },
);
