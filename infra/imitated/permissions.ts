// Who may do what in the bucket of recordings, as plain values. infra/ makes the functions' roles and
// the bucket's policy of them; packages/local/s3 decides by the same ones.

/** Some actions on some objects, as a role's policy or the bucket's own names them. */
export interface Statement {
  readonly actions: readonly string[];
  /** Of objects, with AWS's `*` and `?`; empty for the bucket itself. */
  readonly paths: readonly string[];
  /** All of them must hold. */
  readonly conditions?: readonly Condition[];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export interface Condition {
  readonly test: "Bool" | "Null" | "StringLike";
  readonly variable: string;
  readonly values: readonly string[];
}

const LIST_USERS: Statement = {
  actions: ["s3:ListBucket"],
  paths: [""],
  conditions: [{ test: "StringLike", variable: "s3:prefix", values: ["users/*"] }],
};

/** A grant is signed with this role, so it may put what people record. It deletes nothing. */
export const API_PERMISSIONS: readonly Statement[] = [
  { actions: ["s3:PutObject", "s3:GetObject"], paths: ["users/*"] },
  LIST_USERS,
];

/** It seals, recovers and deletes. It signs no grants, so of objects it writes manifests, tombstones and usage files only. */
export const SLOW_API_PERMISSIONS: readonly Statement[] = [
  { actions: ["s3:GetObject", "s3:DeleteObject"], paths: ["users/*"] },
  // A delete writes a tombstone with a tag, and a PUT with a tag needs the second right too.
  { actions: ["s3:PutObject", "s3:PutObjectTagging"], paths: ["users/*.json"] },
  LIST_USERS,
];

export const ARRIVAL_CHECK_PERMISSIONS: readonly Statement[] = [
  { actions: ["s3:GetObject", "s3:PutObjectTagging"], paths: ["users/*"] },
];

/** `{recordingId}.webm`: an id has 33 characters, a timestamp fewer, and a segment's name more. */
const WHOLE_FILES = [`users/*/*/*/${"?".repeat(33)}.webm`];

export const WHOLE_FILE_PERMISSIONS: readonly Statement[] = [
  { actions: ["s3:GetObject"], paths: ["users/*.json", "users/*/*/*/*_*.webm"] },
  { actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], paths: WHOLE_FILES },
];

/** Segments and one-off uploads are written once: S3 itself refuses to overwrite them. */
const WRITTEN_ONCE = [
  "users/*/*/*/*_*.webm",
  // {timestamp}.webm has 26 characters before the dot; a recording's own keys have more.
  `users/*/*/*/${"?".repeat(26)}.webm`,
];

/**
 * Parts of a multipart upload carry no condition; the request that completes it does.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
const CREATES_AN_OBJECT: Condition = {
  test: "Bool",
  variable: "s3:ObjectCreationOperation",
  values: ["true"],
};

/** The writes that the bucket's policy denies to every principal. */
export const DENIED_WRITES: readonly Statement[] = [
  {
    actions: ["s3:PutObject"],
    paths: WRITTEN_ONCE,
    conditions: [
      CREATES_AN_OBJECT,
      { test: "Null", variable: "s3:if-none-match", values: ["true"] },
    ],
  },
  {
    // A manifest and a whole file change, but never blindly: a write names what it replaces, or that there is
    // nothing.
    actions: ["s3:PutObject"],
    paths: ["users/*.json", ...WHOLE_FILES],
    conditions: [
      CREATES_AN_OBJECT,
      { test: "Null", variable: "s3:if-none-match", values: ["true"] },
      { test: "Null", variable: "s3:if-match", values: ["true"] },
    ],
  },
];
