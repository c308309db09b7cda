import fc from "fast-check";
import { expect, test } from "vitest";
import { LIMITS } from "./limits.ts";
import { manifestFacts, manifestMetadata, titleMetadata } from "./manifest-metadata.ts";

const facts = { durationMs: 15_000.5, sizeBytes: 3003 };

test.each([undefined, "Standup", "Grüße, 東京 💥", 'a"\r\n: %41'])("survives: %j", (title) => {
  const all = title === undefined ? facts : { ...facts, title };
  expect(manifestFacts(manifestMetadata(all))).toEqual(all);
});

/** As S3 counts at the most: with the beginning that all names have. */
const sizeOf = (metadata: Readonly<Record<string, string>>) =>
  Object.entries(metadata)
    .map(([name, value]) => `x-amz-meta-${name}${value}`)
    .join("").length;

test("a title as long as the API takes, in Chinese, is stored whole beside the longest numbers", () => {
  const title = "東".repeat(LIMITS.titleCharacters);
  const longest = { durationMs: 86_399_999.979_166_67, sizeBytes: Number.MAX_SAFE_INTEGER, title };
  const metadata = manifestMetadata(longest);
  expect(manifestFacts(metadata)).toEqual(longest);
  expect(sizeOf(metadata)).toBeLessThanOrEqual(2048);
});

test("whatever the title, the metadata fit into what S3 keeps, in ASCII, and hold its beginning", () => {
  const title = fc.string({ unit: "binary", minLength: 1, maxLength: 5000, size: "max" });
  fc.assert(
    fc.property(title, (text) => {
      for (const metadata of [manifestMetadata({ ...facts, title: text }), titleMetadata(text)]) {
        expect(sizeOf(metadata)).toBeLessThanOrEqual(2048);
        expect(Object.values(metadata).join("")).toMatch(/^[\x20-\x7e]*$/);
        const shown = manifestFacts(metadata).title ?? "";
        const isWhole = shown === text.toWellFormed();
        expect(isWhole || text.toWellFormed().startsWith(shown.slice(0, -1))).toBe(true);
        // What is left out would not have fitted.
        expect(isWhole || (shown.endsWith("…") && sizeOf(metadata) > 2048 - 12)).toBe(true);
      }
    }),
  );
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
