import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS } from "./limits.ts";
import {
  manifestFacts,
  manifestMetadata,
  metadataFormat,
  textMetadata,
} from "./manifest-metadata.ts";
import type { Metadata } from "./ports.ts";
import { RECORDING_TEXTS, rowsOf, type TextTable } from "./recording-texts.ts";

const facts = { durationMs: 15_000.5, sizeBytes: 3003 };
const longestNumbers = {
  isRecovered: true as const,
  durationMs: 86_399_999.979_166_67,
  sizeBytes: Number.MAX_SAFE_INTEGER,
};

/** The size as S3 may count it at most: with the common prefix of the names. */
const sizeOf = (metadata: Metadata) =>
  Object.entries(metadata)
    .map(([name, value]) => `x-amz-meta-${name}${value}`)
    .join("").length;

test.each([undefined, "Standup", "Grüße, 東京 💥", 'a"\r\n: %41'])(
  "a title survives being stored: %j",
  (title) => {
    const all = title === undefined ? facts : { ...facts, title };
    expect(manifestFacts(manifestMetadata(all))).toEqual(all);
  },
);

test("a title as long as the API takes, in Chinese, is stored whole beside the longest numbers", () => {
  const title = "東".repeat(LIMITS.titleCharacters);
  const longest = { ...longestNumbers, title };
  const metadata = manifestMetadata(longest);
  expect(manifestFacts(metadata)).toEqual(longest);
  expect(sizeOf(metadata)).toBeLessThanOrEqual(2048);
});

test("only a recovered recording says so in its metadata", () => {
  const recovered = { ...facts, isRecovered: true as const };
  expect(manifestFacts(manifestMetadata(recovered))).toEqual(recovered);
  expect(manifestFacts({ ...manifestMetadata(facts), "is-recovered": "no" })).toEqual(facts);
});

test("the metadata fit into what S3 keeps, in ASCII, and hold a title's beginning", () => {
  const title = fc.string({ unit: "binary", minLength: 1, maxLength: 5000, size: "max" });
  fc.assert(
    fc.property(title, (text) => {
      for (const metadata of [
        manifestMetadata({ ...facts, title: text }),
        textMetadata({ title: text }),
      ]) {
        expect(sizeOf(metadata)).toBeLessThanOrEqual(2048);
        expect(Object.values(metadata).join("")).toMatch(/^[\x20-\x7e]*$/);
        const shown = manifestFacts(metadata).title ?? "";
        const isWhole = shown === text.toWellFormed();
        expect(isWhole || text.toWellFormed().startsWith(shown.slice(0, -1))).toBe(true);
        // One more character would not have fitted.
        expect(isWhole || (shown.endsWith("…") && sizeOf(metadata) > 2048 - 12)).toBe(true);
      }
    }),
  );
});

/** The product's table, and tables with rows that a later release may add. */
const TABLES: readonly (readonly [string, TextTable])[] = [
  ["the table as it is", RECORDING_TEXTS],
  [
    "a note is added",
    {
      ...RECORDING_TEXTS,
      note: { maxCharacters: 400, metadataBytes: 1200, controls: "refused" },
    },
  ],
  [
    "a note and a speaker are added",
    {
      ...RECORDING_TEXTS,
      note: { maxCharacters: 400, metadataBytes: 1000, controls: "refused" },
      speaker: { maxCharacters: 60, metadataBytes: 540, controls: "refused" },
    },
  ],
];

describe.each(TABLES)("when everything is as long as it can be, and %s,", (_what, table) => {
  const format = metadataFormat(table);
  const rows = rowsOf(table);
  /** Texts of every row, each as long as it may be, or shorter. */
  const texts = fc.record(
    Object.fromEntries(
      rows.map(([name, { maxCharacters }]) => [
        name,
        fc.string({ unit: "binary", minLength: 1, maxLength: maxCharacters, size: "max" }),
      ]),
    ),
  );
  const encodedSize = (text: string) => encodeURIComponent(text.toWellFormed()).length;

  test("the metadata fit into 2,048 bytes, and hold every text that keeps to its share whole", () => {
    fc.assert(
      fc.property(texts, (drawn) => {
        const metadata = format.manifestMetadata({ ...longestNumbers, ...drawn });
        expect(sizeOf(metadata)).toBeLessThanOrEqual(2048);
        const listed = format.manifestFacts(metadata);
        expect(listed).toMatchObject(longestNumbers);
        for (const [name, { metadataBytes }] of rows) {
          const text = drawn[name] ?? "";
          if (metadataBytes === "rest" || encodedSize(text) > metadataBytes) continue;
          expect(listed[name]).toBe(text.toWellFormed());
        }
      }),
    );
  });

  test("the title is listed with its first 20 characters at least", () => {
    const longest = Object.fromEntries(
      rows.map(([name, { maxCharacters }]) => [name, "💥".repeat(maxCharacters)]),
    );
    const metadata = format.manifestMetadata({ ...longestNumbers, ...longest });
    expect(sizeOf(metadata)).toBeLessThanOrEqual(2048);
    expect(format.manifestFacts(metadata)["title"]).toMatch(/^(?:💥){20}/u);
  });
});

test("one row at most takes what the others leave", () => {
  const takers = rowsOf(RECORDING_TEXTS).filter(([, row]) => row.metadataBytes === "rest");
  expect(takers.map(([name]) => name)).toEqual(["title"]);
});

test("half a surrogate pair is no reason to lose the rest", () => {
  expect(manifestFacts(manifestMetadata({ ...facts, title: "a\ud800" })).title).toBe("a\ufffd");
});

test.each([
  {},
  { "duration-ms": "x", "size-bytes": "1.5", title: "%" },
  { "duration-ms": "", "size-bytes": "-1" },
  { "duration-ms": "Infinity", "size-bytes": "1e99" },
])("metadata that others wrote are left out: %j", (metadata) => {
  expect(manifestFacts(metadata)).toEqual({});
});

test("a field that can be read is read, beside one that cannot", () => {
  expect(manifestFacts({ "duration-ms": "15000", title: "%zz" })).toEqual({ durationMs: 15_000 });
});

test("metadata stored by the release before are read unchanged", () => {
  const stored = {
    "duration-ms": "15000.5",
    "size-bytes": "3003",
    title: "Gr%C3%BC%C3%9Fe%2C%20%E6%9D%B1%E4%BA%AC%20%F0%9F%92%A5",
  };
  expect(manifestFacts(stored)).toEqual({ ...facts, title: "Grüße, 東京 💥" });
  expect(manifestMetadata({ ...facts, title: "Grüße, 東京 💥" })).toEqual(stored);
});
