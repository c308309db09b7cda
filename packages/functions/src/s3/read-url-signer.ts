// Signs URLs to read by: fills core's ReadUrlSigner with presigned GETs.
import { LIMITS } from "@tapedeck/core/limits";
import type { ReadUrlSigner } from "@tapedeck/core/ports";
import type { Presign } from "./presign.ts";

export function createS3ReadUrlSigner(presign: Presign): ReadUrlSigner {
  return {
    signGet: ({ key, contentType, contentDisposition }) =>
      presign({
        method: "GET",
        key,
        headers: {},
        // S3 would give these headers as they were stored, and who holds a grant may store some that the
        // grant does not bind.
        query: {
          // A computer that several people use keeps no sound in its browser's cache.
          "response-cache-control": "private, no-store",
          // An attachment, so that no browser shows what is stored as a page of the bucket's.
          "response-content-disposition": contentDisposition,
          "response-content-type": contentType,
        },
        expiresInSeconds: LIMITS.readUrlExpiresInSeconds,
      }),
  };
}
