import { describe, expect, test } from "vitest";
import { parseRange } from "./byte-range.ts";

describe("a range of ten bytes", () => {
  test.each([
    ["bytes=2-5", 2, 5],
    ["bytes=0-0", 0, 0],
    ["bytes=9-", 9, 9],
    ["bytes=8-99", 8, 9],
    ["bytes=-3", 7, 9],
    ["bytes=-99", 0, 9],
  ])("%s is %d to %d", (header, first, last) => {
    expect(parseRange(header, 10)).toEqual({ first, last });
  });

  test.each([undefined, "", "bytes=", "bytes=-", "bytes=5-2", "bytes=1-2,4-5", "lines=1-2", "2-5"])(
    "%j asks for all",
    (header) => {
      expect(parseRange(header, 10)).toBeUndefined();
    },
  );

  test.each(["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=999999999999999-"])(
    "%s asks for none that is there",
    (header) => {
      expect(() => parseRange(header, 10)).toThrow(/not satisfiable: the object has 10 bytes/);
    },
  );
});

test.each(["bytes=0-", "bytes=0-0", "bytes=-1"])("%s of an empty object is refused", (header) => {
  expect(() => parseRange(header, 0)).toThrow(/not satisfiable/);
});
