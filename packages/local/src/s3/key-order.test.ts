import fc from "fast-check";
import { expect, test } from "vitest";
import { compareKeys, firstIndex } from "./key-order.ts";

test("keys are ordered as their UTF-8 bytes", () => {
  const key = fc.string({ unit: "binary", maxLength: 6 });
  // Characters on either side of the surrogates, where UTF-16 order differs.
  const near = fc.string({ unit: fc.constantFrom("a", "\u{d7ff}", "\u{e000}", "\u{ffff}", "💥") });
  const keys = fc.oneof(key, near);
  fc.assert(
    fc.property(keys, keys, (a, b) => {
      const expected = Buffer.compare(Buffer.from(a), Buffer.from(b));
      expect(Math.sign(compareKeys(a, b))).toBe(expected);
    }),
  );
});

test("the first index is that of the first key for which the condition holds", () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(20), (before, after) => {
      const keys = [...Array<string>(before).fill("a"), ...Array<string>(after).fill("b")];
      expect(firstIndex(keys, (key) => key === "b")).toBe(before);
    }),
  );
});
