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
        // Without these, S3 answers with the headers that were stored, and the holder of a grant may have
        // stored some that the grant does not bind.
        query: {
          // The browser of a shared computer keeps no sound in its cache.
          "response-cache-control": "private, no-store",
          // An attachment, so that no browser shows a stored object as a page of the bucket's origin.
          "response-content-disposition": contentDisposition,
          "response-content-type": contentType,
        },
        expiresInSeconds: LIMITS.readUrlExpiresInSeconds,
      }),
  };
}
