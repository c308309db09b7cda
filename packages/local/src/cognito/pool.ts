// What makes one installation's user pool its own: signing key, cookie key, and a sub per user.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readPrivateJson, replacePrivateJson } from "./private-file.ts";
import type { SeededUser } from "./seeds.ts";
import { makePrivateJwk, type PrivateJwk } from "./signing-key.ts";

export interface PoolUser extends SeededUser {
  /** A random UUID, the same for as long as the data folder lives. */
  readonly sub: string;
}

export interface Pool {
  readonly privateJwk: PrivateJwk;
  /** Signs the login page's cookies. */
  readonly cookieKey: string;
  readonly users: readonly PoolUser[];
}

interface PoolFile {
  readonly privateJwk: PrivateJwk;
  readonly cookieKey: string;
  readonly subs: Readonly<Record<string, string>>;
}

/** Opens the pool of a data folder, making what is missing; nothing in it is fixed in the source. */
export async function openPool(dir: string, users: readonly SeededUser[]): Promise<Pool> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, "pool.json");
  const known = (await readPrivateJson(file)) as PoolFile | undefined;
  const newSubs = users
    .filter(({ name }) => known === undefined || !Object.hasOwn(known.subs, name))
    .map(({ name }) => [name, randomUUID()] as const);
  const pool: PoolFile = {
    privateJwk: known?.privateJwk ?? makePrivateJwk(),
    cookieKey: known?.cookieKey ?? randomBytes(32).toString("base64url"),
    subs: { ...known?.subs, ...Object.fromEntries(newSubs) },
  };
  if (known === undefined || newSubs.length > 0) await replacePrivateJson(file, pool);
  return {
    privateJwk: pool.privateJwk,
    cookieKey: pool.cookieKey,
    users: users.map((user) => ({ ...user, sub: pool.subs[user.name] ?? "" })),
  };
}
