// Decides what a verified key may do, by the permissions of its role and the denials of the bucket's policy.
// It knows the part of AWS's policy language that infra/imitated/permissions.ts uses.
import type { Condition, Statement } from "../../../../infra/imitated/permissions.ts";
import { S3Error } from "./errors.ts";
import { headerValue, queryValue, type S3Request } from "./request.ts";

export interface Role {
  /** The allowed actions; all others are denied. */
  readonly permissions: readonly Statement[];
}

/** The values of AWS's condition keys for one request; an absent key has no value. */
type Context = Readonly<Record<string, string>>;

interface Asked {
  readonly action: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly context: Context;
}

/** @param role - without one it is the owner's key, with which tests read the bucket: it may do everything */
export function isAllowed(
  asked: Asked,
  role: Role | undefined,
  denied: readonly Statement[],
): boolean {
  if (role === undefined) return true;
  if (denied.some((statement) => applies(statement, asked))) return false;
  return role.permissions.some((statement) => applies(statement, asked));
}

/** @throws {S3Error} AccessDenied */
export function assertAllowed(
  asked: Asked,
  role: Role | undefined,
  denied: readonly Statement[],
): void {
  if (isAllowed(asked, role, denied)) return;
  throw new S3Error("AccessDenied", `This key may not ${asked.action} here.`);
}

/**
 * Every action that a request needs: a PUT that sets tags needs a second one.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html (Permissions)
 */
export function actionsOf(action: string, request: S3Request): readonly string[] {
  const tags = headerValue(request, "x-amz-tagging") ?? queryValue(request, "x-amz-tagging");
  const setsTags = action === "s3:PutObject" && tags !== undefined;
  return setsTags ? [action, "s3:PutObjectTagging"] : [action];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html */
export function contextOf(action: string, request: S3Request): Context {
  if (action === "s3:ListBucket") return { "s3:prefix": queryValue(request, "prefix") ?? "" };
  if (action !== "s3:PutObject") return {};
  const { "if-match": ifMatch, "if-none-match": ifNoneMatch } = request.headers;
  return {
    "s3:ObjectCreationOperation": "true",
    ...(ifMatch === undefined ? {} : { "s3:if-match": ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { "s3:if-none-match": ifNoneMatch }),
  };
}

/**
 * Whether S3 may tell this role that an object is not there. Reading an object carries no prefix, so a
 * role that may list below a prefix only is told 403.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (Permissions)
 */
export function maySeeAbsence(role: Role | undefined): boolean {
  return isAllowed({ action: "s3:ListBucket", key: "", context: {} }, role, []);
}

function applies({ actions, paths, conditions = [] }: Statement, asked: Asked): boolean {
  return (
    actions.includes(asked.action) &&
    paths.some((path) => isLike(asked.key, path)) &&
    conditions.every((condition) => holds(condition, asked.context))
  );
}

function holds({ test, variable, values }: Condition, context: Context): boolean {
  const value = context[variable];
  switch (test) {
    case "Null":
      return values.includes(String(value === undefined));
    case "Bool":
      return value !== undefined && values.includes(value);
    case "StringLike":
      return value !== undefined && values.some((pattern) => isLike(value, pattern));
  }
}

/** `*` stands for any characters, slashes too, and `?` for one. */
function isLike(text: string, pattern: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "s").test(text);
}
