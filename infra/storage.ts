// The bucket of recordings, which is also the database: private, versioned, and strict about writes.
import { BUCKET_CORS } from "./imitated/browser-rules.ts";
import { DENIED_WRITES, type Condition, type Statement } from "./imitated/permissions.ts";
import { settings } from "./stage.ts";

/** `recordings.delete` puts this tag on the tombstone of a recording (core/tombstone.ts). */
const DELETED_TAG = { key: "tapedeck:deleted", value: "yes" };

/**
 * A device may still record what was deleted elsewhere. Until it sends its late segments, the tombstone must
 * be there, so this is longer than such a device stays away.
 */
const TOMBSTONE_DAYS = 30;

export const recordings = new sst.aws.Bucket("RecordingsStore", {
  versioning: true,
  enforceHttps: true,
  // The site's origin is not known yet: see `allowUploadsFrom`.
  cors: false,
  policy: DENIED_WRITES.map(({ actions, paths, conditions = [] }) => ({
    effect: "deny",
    principals: "*",
    actions: [...actions],
    paths: [...paths],
    conditions: conditions.map(mutable),
  })),
  // SST knows expiry only; a rule without one makes it create the resource that the transform fills.
  lifecycle: [{ id: "leftovers" }],
  transform: {
    bucket: (args) => {
      // SST's default is to empty a bucket that is in the way of a removal.
      args.forceDestroy = !settings.isPermanent;
    },
    lifecycle: (args) => {
      args.rules = [
        {
          id: "leftovers",
          status: "Enabled",
          filter: { prefix: "" },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
          noncurrentVersionExpiration: { noncurrentDays: settings.undoDays },
          expiration: { expiredObjectDeleteMarker: true },
        },
        {
          id: "tombstones",
          status: "Enabled",
          filter: { tag: DELETED_TAG },
          expiration: { days: TOMBSTONE_DAYS },
        },
      ];
    },
  },
});

/** SST's types take lists that can be changed. */
function mutable({ test, variable, values }: Condition) {
  return { test, variable, values: [...values] };
}

/** In SST's form for the role of a function. */
export function permissionsInBucket(statements: readonly Statement[]) {
  return statements.map(({ actions, paths, conditions }) => ({
    actions: [...actions],
    resources: paths.map((path) =>
      path === "" ? recordings.arn : $interpolate`${recordings.arn}/${path}`,
    ),
    ...(conditions === undefined ? {} : { conditions: conditions.map(mutable) }),
  }));
}

/** The origin that grants are signed for: functions/s3/address.ts builds the same. */
export const uploadOrigin = $interpolate`https://${recordings.name}.s3.${aws.getRegionOutput().region}.amazonaws.com`;

new aws.s3.BucketServerSideEncryptionConfiguration("RecordingsEncryption", {
  bucket: recordings.name,
  // Keys that S3 holds: with KMS every segment would cost a call, and presigned PUTs a permission.
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
});

new aws.s3.BucketOwnershipControls("RecordingsOwnership", {
  bucket: recordings.name,
  rule: { objectOwnership: "BucketOwnerEnforced" },
});

/** Called once, by web.ts: the site's origin needs the bucket's, so this cannot come first. */
export function allowUploadsFrom(origins: $util.Input<string>[]): void {
  new aws.s3.BucketCorsConfiguration("RecordingsCors", {
    bucket: recordings.name,
    corsRules: [
      {
        allowedOrigins: origins,
        allowedMethods: [...BUCKET_CORS.allowedMethods],
        allowedHeaders: [...BUCKET_CORS.allowedHeaders],
        exposeHeaders: [...BUCKET_CORS.exposeHeaders],
        maxAgeSeconds: BUCKET_CORS.maxAgeSeconds,
      },
    ],
  });
}
