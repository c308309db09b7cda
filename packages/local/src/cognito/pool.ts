// The secrets and names of one installation's user pool: signing keys, cookie key, and a sub for each user.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readPrivateJson, replacePrivateJson } from "./private-file.ts";
import type { SeededUser } from "./seeds.ts";
import { makePrivateJwk, type PrivateJwk } from "./signing-key.ts";

/** A person as tokens tell of them. */
export interface PoolUser {
  /** A random UUID, the same for as long as the data folder lives. */
  readonly sub: string;
  /** The person's name in tokens: for people who sign in with an email address, Cognito uses the sub. */
  readonly username: string;
  readonly email: string;
  /** The claim `name`. */
  readonly fullName?: string;
  /** The claim `cognito:groups`. */
  readonly groups: readonly string[];
}

export type SeededPoolUser = SeededUser & PoolUser;

export interface Pool<User extends SeededUser = SeededUser> {
  readonly accessTokenJwk: PrivateJwk;
  readonly idTokenJwk: PrivateJwk;
  /** Signs the login page's cookies. */
  readonly cookieKey: string;
  readonly users: readonly (User & PoolUser)[];
}

interface PoolFile {
  /** Signs access tokens. In releases with one key it signed ID tokens too. */
  readonly privateJwk: PrivateJwk;
  /** Absent from files of earlier versions. */
  readonly idTokenJwk?: PrivateJwk;
  readonly cookieKey: string;
  readonly subs: Readonly<Record<string, string>>;
}

/** Opens the pool of a data folder and makes missing parts; no secret is fixed in the source. */
export async function openPool<User extends SeededUser>(
  dir: string,
  users: readonly User[],
): Promise<Pool<User>> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, "pool.json");
  const known = (await readPrivateJson(file)) as PoolFile | undefined;
  const newSubs = users
    .filter(({ name }) => known === undefined || !Object.hasOwn(known.subs, name))
    .map(({ name }) => [name, randomUUID()] as const);
  const [privateJwk, idTokenJwk] = await Promise.all([
    known?.privateJwk ?? makePrivateJwk(),
    known?.idTokenJwk ?? makePrivateJwk(),
  ]);
  const cookieKey = known?.cookieKey ?? randomBytes(32).toString("base64url");
  const subs: PoolFile["subs"] = { ...known?.subs, ...Object.fromEntries(newSubs) };
  if (known?.idTokenJwk === undefined || newSubs.length > 0) {
    await replacePrivateJson(file, { privateJwk, idTokenJwk, cookieKey, subs } satisfies PoolFile);
  }
  return {
    accessTokenJwk: privateJwk,
    idTokenJwk,
    cookieKey,
    users: users.map((user) => {
      const sub = subs[user.name] ?? "";
      return { ...user, sub, username: sub };
    }),
  };
}
