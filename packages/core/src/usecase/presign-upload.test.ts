import { expect, test } from "vitest";
import type { GrantSigner, PutToSign } from "../ports.ts";
import { createMemoryObjectStore } from "../testing/memory-object-store.ts";
import { ROOMY } from "../testing/roomy-quota.ts";
import { presignUpload } from "./presign-upload.ts";

test("the grant is for one PUT under the caller's prefix, at the server's time", async () => {
  const signed: PutToSign[] = [];
  const grant = {
    key: "k",
    url: "https://bucket.example/k",
    headers: {},
    expiresAt: "2026-11-23T08:20:30Z",
  };
  const signer: GrantSigner = {
    signPut: (put) => {
      signed.push(put);
      return Promise.resolve(grant);
    },
  };
  const clock = { nowMicros: () => Date.UTC(2026, 10, 23, 8, 15, 30, 123) * 1000 + 456 };
  const sha256 = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";

  const answer = await presignUpload(
    { contentType: "audio/webm", sizeBytes: 77, sha256 },
    { userType: "hosts", provider: "Google", sub: "0b9c" },
    { ...ROOMY, clock, signer, store: createMemoryObjectStore() },
  );

  expect(answer).toBe(grant);
  expect(signed).toEqual([
    {
      key: "users/hosts/Google/0b9c/2026-11-23-08-15-30-123456.webm",
      contentType: "audio/webm",
      sizeBytes: 77,
      sha256,
      metadata: {},
    },
  ]);
});
