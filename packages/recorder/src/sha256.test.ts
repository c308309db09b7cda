import { expect, test } from "vitest";
import { sha256Base64 } from "./sha256.ts";

/** @see FIPS 180-2 appendix B.1: "abc" */
test("a checksum is the base64 of SHA-256", async () => {
  const abc = Uint8Array.of(0x61, 0x62, 0x63);
  expect(await sha256Base64(abc)).toBe("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
});
