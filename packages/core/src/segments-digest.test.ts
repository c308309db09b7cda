import { expect, test } from "vitest";
import { segmentsDigest } from "./segments-digest.ts";

test("the digest is made of the hashes themselves, in order", async () => {
  const segments = [1, 2].map((byte) => ({
    sha256: Buffer.from(new Uint8Array(32).fill(byte)).toString("base64"),
  }));
  const digest = await segmentsDigest(segments, async (bytes) => bytes.join(""));
  expect(digest).toBe("1".repeat(32) + "2".repeat(32));
});
