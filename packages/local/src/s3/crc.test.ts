import { describe, expect, test } from "vitest";
import { Crc32c, Crc64Nvme } from "./crc.ts";

describe.each([
  // The catalogue's check values for these nine digits.
  ["CRC-32C", () => new Crc32c(), "e3069283", "00000000"],
  ["CRC-64/NVME", () => new Crc64Nvme(), "ae8b14860a799888", "0000000000000000"],
] as const)("%s", (_, create, check, ofNothing) => {
  const digest = (...texts: string[]) => {
    const crc = create();
    for (const text of texts) crc.update(Buffer.from(text));
    return crc.digest().toString("hex");
  };

  test("has the catalogue's check value", () => {
    expect(digest("123456789")).toBe(check);
  });

  test("gives the same value for bytes in pieces", () => {
    expect(digest("1", "", "2345", "6789")).toBe(check);
  });

  test("gives zero for no bytes", () => {
    expect(digest()).toBe(ofNothing);
  });
});
