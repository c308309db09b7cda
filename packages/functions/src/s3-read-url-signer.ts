// Signs URLs to read by: fills core's ReadUrlSigner with presigned GETs.
import { LIMITS } from "@tapedeck/core/limits";
import type { ReadUrlSigner } from "@tapedeck/core/ports";
import type { Presign } from "./s3-presign.ts";

export function createS3ReadUrlSigner(presign: Presign): ReadUrlSigner {
  return {
    signGet: ({ key, contentDisposition }) =>
      presign({
        method: "GET",
        key,
        headers: {},
        // An attachment, so that no browser shows what is stored as a page of the bucket's.
        query: { "response-content-disposition": contentDisposition },
        expiresInSeconds: LIMITS.readUrlExpiresInSeconds,
      }),
  };
}
