// The temporary keys of the functions on this installation, like those that Lambda gives to a role. They are
// derived from the installation's secret, so that a grant outlives a restart, as it does on AWS.
import { hkdfSync } from "node:crypto";
import {
  API_PERMISSIONS,
  ARRIVAL_CHECK_PERMISSIONS,
  SLOW_API_PERMISSIONS,
  WHOLE_FILE_PERMISSIONS,
  type Statement,
} from "../../../infra/imitated/permissions.ts";
import type { AccessKey } from "./s3/authenticate.ts";

type RoleKey = Required<AccessKey>;

/** By function. */
export type RoleKeys = Readonly<
  Record<"api" | "slowApi" | "arrivalCheck" | "wholeFile" | "preSignUp", RoleKey>
>;

/** Bytes of a token before base64. AWS's have about 1,000 characters, and travel in each grant's URL. */
const TOKEN_BYTES = 750;

export function makeRoleKeys(secret: string): RoleKeys {
  return {
    api: makeKey(secret, "api", API_PERMISSIONS),
    slowApi: makeKey(secret, "slow api", SLOW_API_PERMISSIONS),
    arrivalCheck: makeKey(secret, "arrival check", ARRIVAL_CHECK_PERMISSIONS),
    wholeFile: makeKey(secret, "whole file", WHOLE_FILE_PERMISSIONS),
    // Nothing in the bucket: it may ask the user pool (cognito/user-pools-api.ts).
    preSignUp: makeKey(secret, "pre-sign-up", []),
  };
}

function makeKey(secret: string, name: string, permissions: readonly Statement[]): RoleKey {
  const derive = (what: string, bytes: number) =>
    Buffer.from(hkdfSync("sha256", secret, "", `${name} ${what}`, bytes));
  return {
    accessKeyId: `ASIA${derive("id", 8).toString("hex").toUpperCase()}`,
    secretAccessKey: derive("secret", 30).toString("base64"),
    sessionToken: derive("token", TOKEN_BYTES).toString("base64"),
    role: { permissions },
  };
}
