import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  MAX_EPOCH_MICROS,
  formatTimestamp,
  isRecordingId,
  makeRecordingId,
  parseTimestamp,
  recordingStartedAtMicros,
} from "./ids.ts";

const epochMicros = fc.oneof(
  fc.nat({ max: MAX_EPOCH_MICROS }),
  // Days on which calendar arithmetic fails.
  fc
    .constantFrom("1970-01-01", "1999-12-31", "2000-02-29", "2024-02-29", "2100-03-01")
    .chain((day) =>
      fc.nat({ max: 86_399_999_999 }).map((micros) => Date.parse(day) * 1000 + micros),
    ),
);
const entropy = fc.uint8Array({ minLength: 6, maxLength: 16 });

describe("timestamps", () => {
  test("are UTC, to the microsecond", () => {
    expect(formatTimestamp(Date.UTC(2026, 10, 23, 8, 15, 30, 123) * 1000 + 456)).toBe(
      "2026-11-23-08-15-30-123456",
    );
    expect(formatTimestamp(0)).toBe("1970-01-01-00-00-00-000000");
    expect(formatTimestamp(MAX_EPOCH_MICROS)).toBe("2255-06-05-23-47-34-740991");
  });

  test("parse back to the instant that they were made of", () => {
    fc.assert(
      fc.property(epochMicros, (micros) => {
        expect(parseTimestamp(formatTimestamp(micros))).toBe(micros);
      }),
    );
  });

  test("sort as text by time", () => {
    fc.assert(
      fc.property(epochMicros, epochMicros, (a, b) => {
        expect(formatTimestamp(a) < formatTimestamp(b)).toBe(a < b);
      }),
    );
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_EPOCH_MICROS + 1])(
    "refuse to be made of %d microseconds",
    (micros) => {
      expect(() => formatTimestamp(micros)).toThrow(
        `A timestamp needs whole microseconds from 0 to ${MAX_EPOCH_MICROS}, got ${micros}.`,
      );
    },
  );

  test.each([
    "",
    "2026-11-23",
    "2026-11-23T08:15:30.123456Z",
    "2026-11-23-08-15-30-12345",
    "2026-11-23-08-15-30-1234567",
    "2026-11-23-08-15-30-123456\n",
    " 2026-11-23-08-15-30-123456",
    "2026-02-29-00-00-00-000000",
    "2026-04-31-00-00-00-000000",
    "2026-00-10-00-00-00-000000",
    "2026-13-10-00-00-00-000000",
    "2026-11-23-24-00-00-000000",
    "2026-11-23-23-60-00-000000",
    "2026-11-23-23-59-60-000000",
    "1969-12-31-23-59-59-999999",
    "0070-01-01-00-00-00-000000",
    "2255-06-05-23-47-34-740992",
    "9999-12-31-23-59-59-999999",
    "٢٠٢٦-11-23-08-15-30-123456",
  ])("are refused when they name no instant: %j", (text) => {
    expect(() => parseTimestamp(text)).toThrow("A timestamp must be a UTC time written");
  });
});

describe("recording ids", () => {
  test("are a timestamp and six characters of Crockford base32", () => {
    const entropyBytes = Uint8Array.of(0, 31, 32, 18, 255, 9);
    expect(makeRecordingId(0, entropyBytes)).toBe("1970-01-01-00-00-00-000000-0Z0JZ9");
  });

  test("are recognised, and tell when their recording started", () => {
    fc.assert(
      fc.property(epochMicros, entropy, (micros, bytes) => {
        const id = makeRecordingId(micros, bytes);
        expect(isRecordingId(id)).toBe(true);
        expect(recordingStartedAtMicros(id)).toBe(micros);
      }),
    );
  });

  test("need six bytes of entropy", () => {
    expect(() => makeRecordingId(0, new Uint8Array(5))).toThrow(RangeError);
  });

  test("are not recognised after any change of one character to one outside their alphabet", () => {
    const id = makeRecordingId(1_795_421_730_123_456, Uint8Array.of(1, 2, 3, 4, 5, 6));
    fc.assert(
      fc.property(
        fc.nat({ max: id.length - 1 }),
        fc.constantFrom(..."/.%_ \0\n:ILOUilouaz*é".split("")),
        (at, character) => {
          expect(isRecordingId(id.slice(0, at) + character + id.slice(at + 1))).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    "2026-11-23-08-15-30-123456-7ZK3Q",
    "2026-11-23-08-15-30-123456-7ZK3QFF",
    "2026-11-23-08-15-30-123456-7zk3qf",
    "2026-11-23-08-15-30-123456-7ZK3QI",
    "2026-11-23-08-15-30-123456-7ZK3QL",
    "2026-11-23-08-15-30-123456-7ZK3QO",
    "2026-11-23-08-15-30-123456-7ZK3QU",
    "2026-11-23-08-15-30-123456_7ZK3QF",
    "2026-11-23-08-15-30-123456-7ZK3QF\n",
    "2026-02-30-08-15-30-123456-7ZK3QF",
    "2026-11-23-08-15-30-123456",
    "x2026-11-23-08-15-30-123456-7ZK3QF",
    "../2026-11-23-08-15-30-123456-7ZK3QF",
  ])("are not recognised in a near miss: %j", (text) => {
    expect(isRecordingId(text)).toBe(false);
  });
});
