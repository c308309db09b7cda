import { expect, test } from "vitest";
import { crc32 } from "./crc32.ts";

test.each([
  // The check value of the catalogue of CRCs: https://reveng.sourceforge.io/crc-catalogue/17plus.htm
  { text: "123456789", crc: 0xcbf43926 },
  { text: "", crc: 0 },
  // Every PNG file ends with these four letters and their CRC.
  { text: "IEND", crc: 0xae426082 },
])("the CRC of $text is the published one", ({ text, crc }) => {
  expect(crc32(new TextEncoder().encode(text))).toBe(crc);
});
