import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Identity } from "./identity.ts";
import { formatTimestamp, makeRecordingId, type RecordingId, type Timestamp } from "./ids.ts";
import { LIMITS } from "./limits.ts";
import {
  objectKey,
  recordingPrefix,
  parseObjectKey,
  userPrefix,
  type ObjectName,
} from "./object-key.ts";

const HOSTILE = [
  "",
  ".",
  "..",
  "../",
  "../../x",
  "%2e%2e",
  "a/b",
  "a b",
  "a\0b",
  "ä",
  "a\n",
  "x".repeat(65),
];
const RECORDING_ID = makeRecordingId(1_795_421_730_123_456, Uint8Array.of(1, 2, 3, 4, 5, 6));
const IDENTITY: Identity = { userType: "hosts", provider: "cognito", sub: "0b9c" };

const keyName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const identity = fc.record({ userType: keyName, provider: keyName, sub: keyName });
const micros = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const recordingId = fc
  .tuple(micros, fc.uint8Array({ minLength: 6, maxLength: 6 }))
  .map(([startedAt, entropy]) => makeRecordingId(startedAt, entropy));
const object: fc.Arbitrary<ObjectName> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("upload" as const, "details" as const),
    timestamp: micros.map(formatTimestamp),
  }),
  fc.record({
    kind: fc.constant("segment" as const),
    recordingId,
    sequence: fc.nat({ max: LIMITS.sequence }),
  }),
  fc.record({ kind: fc.constantFrom("manifest" as const, "file" as const), recordingId }),
);
const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary" }),
  keyName.chain((name) => fc.constantFrom(`../${name}`, `${name}/..`, `${name}\0`, `%2e${name}`)),
);

test("the layout is the one that is documented", () => {
  const prefix = "users/hosts/cognito/0b9c/";
  const id = "2026-11-23-08-15-30-123456-123456";
  expect(userPrefix(IDENTITY)).toBe(prefix);
  expect(objectKey(IDENTITY, { kind: "segment", recordingId: RECORDING_ID, sequence: 42 })).toBe(
    `${prefix}${id}_000042.webm`,
  );
  const timestamp = formatTimestamp(1_795_421_730_123_456);
  expect(objectKey(IDENTITY, { kind: "details", timestamp })).toBe(
    `${prefix}2026-11-23-08-15-30-123456.json`,
  );
  expect(objectKey(IDENTITY, { kind: "manifest", recordingId: RECORDING_ID })).toBe(
    `${prefix}${id}.json`,
  );
  expect(objectKey(IDENTITY, { kind: "file", recordingId: RECORDING_ID })).toBe(
    `${prefix}${id}.webm`,
  );
  expect(objectKey(IDENTITY, { kind: "upload", timestamp: formatTimestamp(0) })).toBe(
    `${prefix}1970-01-01-00-00-00-000000.webm`,
  );
});

test("a recording's prefix begins only its own keys, and is made only of a real id", () => {
  const recordingId = "2026-11-23-08-15-30-123456-7ZK3QF" as RecordingId;
  const identity = { userType: "customer", provider: "cognito", sub: "0b9c" };
  const prefix = recordingPrefix(identity, recordingId);
  expect(objectKey(identity, { kind: "manifest", recordingId })).toBe(`${prefix}.json`);
  for (const wrong of ["", "2026", "../x", recordingId.slice(0, -1), `${recordingId}_`]) {
    expect(() => recordingPrefix(identity, wrong as RecordingId)).toThrow("timestamp or id");
  }
});

test("every key parses back to what it was made of", () => {
  fc.assert(
    fc.property(identity, object, (someone, name) => {
      expect(parseObjectKey(objectKey(someone, name))).toEqual({ identity: someone, object: name });
    }),
  );
});

test("keys of one person sort by time, and a recording's segments by sequence", () => {
  fc.assert(
    fc.property(identity, recordingId, recordingId, fc.nat({ max: 999_998 }), (who, a, b, n) => {
      const key = (id: RecordingId, sequence: number) =>
        objectKey(who, { kind: "segment", recordingId: id, sequence });
      expect(key(a, n) < key(a, n + 1)).toBe(true);
      fc.pre(a.slice(0, -7) !== b.slice(0, -7));
      expect(key(a, n) < key(b, 0)).toBe(a < b);
    }),
  );
});

describe("no input makes a key outside its person's prefix", () => {
  /** The key, or `undefined` when it is refused, which is as good. */
  const keyOrRefusal = (who: Identity, name: ObjectName): string => {
    try {
      return objectKey(who, name);
    } catch (error) {
      return String(error);
    }
  };

  test.each(["userType", "provider", "sub"] as const)("a hostile %s is refused", (field) => {
    for (const name of HOSTILE) {
      expect(() => userPrefix({ ...IDENTITY, [field]: name })).toThrow(
        "A key cannot hold the name",
      );
    }
  });

  test("hostile names, ids and sequences make a key that parses back, or none", () => {
    const anyName = fc.oneof(keyName, hostile);
    const anySequence = fc.oneof(fc.double(), fc.integer(), fc.nat({ max: LIMITS.sequence }));
    // The casts stand for a brand that was never checked.
    const anyObject = fc
      .record({
        kind: fc.constantFrom("upload", "segment", "manifest", "file"),
        timestamp: fc.oneof(hostile, micros.map(formatTimestamp)).map((text) => text as Timestamp),
        recordingId: fc.oneof(hostile, recordingId).map((text) => text as RecordingId),
        sequence: anySequence,
      })
      .map((fields) => fields as ObjectName);
    fc.assert(
      fc.property(
        fc.record({ userType: anyName, provider: anyName, sub: anyName }),
        anyObject,
        (who, name) => {
          const key = keyOrRefusal(who, name);
          const isSafe =
            key.startsWith("AppError: ") ||
            (key.startsWith(userPrefix(who)) &&
              key.split("/").length === 5 &&
              objectKey(parseObjectKey(key).identity, parseObjectKey(key).object) === key);
          expect(isSafe).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([-1, 0.5, 1_000_000, Number.NaN, Number.POSITIVE_INFINITY])(
    "sequence %d is refused with the rule and the value",
    (sequence) => {
      const name: ObjectName = { kind: "segment", recordingId: RECORDING_ID, sequence };
      expect(() => objectKey(IDENTITY, name)).toThrow(
        `A sequence must be a whole number from 0 to 999999, got ${sequence}.`,
      );
    },
  );

  test.each(HOSTILE)("an id that has its brand only by a cast is refused: %j", (text) => {
    const id = text as RecordingId;
    const refusal = "A key cannot hold the timestamp or id";
    expect(() => objectKey(IDENTITY, { kind: "file", recordingId: id })).toThrow(refusal);
    expect(() => objectKey(IDENTITY, { kind: "manifest", recordingId: id })).toThrow(refusal);
    expect(() => objectKey(IDENTITY, { kind: "segment", recordingId: id, sequence: 0 })).toThrow(
      refusal,
    );
    expect(() => objectKey(IDENTITY, { kind: "upload", timestamp: text as Timestamp })).toThrow(
      refusal,
    );
  });
});

describe("a key that objectKey could not have made is refused", () => {
  const prefix = "users/hosts/cognito/0b9c/";
  test.each([
    "",
    "/",
    prefix,
    `${prefix}x.webm`,
    `/${prefix}${RECORDING_ID}.webm`,
    `${prefix}${RECORDING_ID}`,
    `${prefix}${RECORDING_ID}.mp3`,
    `${prefix}${RECORDING_ID}.webm.webm`,
    `${prefix}${RECORDING_ID}.webm/`,
    `${prefix}${RECORDING_ID}.webm\n`,
    `${prefix}${RECORDING_ID}_00042.webm`,
    `${prefix}${RECORDING_ID}_0000042.webm`,
    `${prefix}${RECORDING_ID}_000042.json`,
    `${prefix}2026-11-23-08-15-30-123456_000000.json`,
    `${prefix}2026-11-23-08-15-30-123456_000000.webm`,
    `${prefix}2026-02-31-08-15-30-123456.webm`,
    `${prefix}deep/${RECORDING_ID}.webm`,
    `${prefix}../${RECORDING_ID}.webm`,
    `users/hosts/../0b9c/${RECORDING_ID}.webm`,
    `users/hosts/cognito/${RECORDING_ID}.webm`,
    `users//cognito/0b9c/${RECORDING_ID}.webm`,
    `Users/hosts/cognito/0b9c/${RECORDING_ID}.webm`,
    `users/hosts/%2e%2e/0b9c/${RECORDING_ID}.webm`,
  ])("%j", (key) => {
    expect(() => parseObjectKey(key)).toThrow(expect.objectContaining({ code: "KEY_INVALID" }));
  });
});
