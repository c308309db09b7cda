// Signs grants: fills core's GrantSigner with presigned PUTs.
import { LIMITS } from "@tapedeck/core/limits";
import type { GrantSigner, PutToSign } from "@tapedeck/core/ports";
import type { Presign } from "./presign.ts";

/** Headers that browsers add and scripts may not set. */
const ADDED_BY_BROWSER = new Set(["host", "content-length"]);

export function createS3GrantSigner(presign: Presign): GrantSigner {
  return {
    async signPut(put) {
      const headers = headersToSign(put);
      const signed = await presign({
        method: "PUT",
        key: put.key,
        headers,
        query: {},
        expiresInSeconds: LIMITS.grantExpiresInSeconds,
      });
      return {
        key: put.key,
        url: signed.url,
        headers: Object.fromEntries(
          Object.entries(headers).filter(([name]) => !ADDED_BY_BROWSER.has(name)),
        ),
        expiresAt: signed.expiresAt,
      };
    },
  };
}

/**
 * Stored with the object. Without it, S3 stores the browser's own header (`max-age=0`), and the cache of a
 * shared computer might keep a person's sound.
 */
const CACHE_CONTROL = "private, no-store";

/** What the grant binds: these bytes, of this type, once. */
function headersToSign(put: PutToSign): Record<string, string> {
  const metadata = Object.entries(put.metadata).map(([name, value]) => [
    `x-amz-meta-${name}`,
    value,
  ]);
  return {
    "cache-control": CACHE_CONTROL,
    "content-length": String(put.sizeBytes),
    "content-type": put.contentType,
    "if-none-match": "*",
    "x-amz-checksum-sha256": put.sha256,
    ...(Object.fromEntries(metadata) as Record<string, string>),
  };
}
