// uploads.*: one file that is not part of a recording. The grant is here too; segments get the same.
import * as z from "zod";
import { CONTENT_TYPES } from "../limits.ts";
import { rule, sha256, sizeBytes } from "./fields.ts";

/** Permission to store exactly these bytes under this key, once, until `expiresAt`. */
export const grant = z.object({
  key: z.string(),
  /** The presigned PUT URL: a secret until it expires. Never log it. */
  url: z.url(),
  /** Send exactly these headers; the browser adds `content-length` and `host` itself. */
  headers: z.record(z.string(), z.string()),
  /** ISO 8601, UTC. */
  expiresAt: z.iso.datetime(),
});
export type Grant = z.infer<typeof grant>;

const contentTypeRule = rule(`one of ${CONTENT_TYPES.join(", ")}`);

/** `uploads.presign` */
export const presignUploadInput = z.strictObject({
  contentType: z.enum(CONTENT_TYPES, contentTypeRule),
  sizeBytes,
  sha256,
});
export type PresignUploadInput = z.infer<typeof presignUploadInput>;
