// The accounts of one installation beyond the seeded ones, a file each. `npm run invite` writes them from another
// process while the pool runs, so no program keeps a list of them.
import { createHash, randomUUID } from "node:crypto";
import { link, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readPrivateJson, replacePrivateJson, writePrivateJson } from "./private-file.ts";
import type { PasswordHash } from "./password-hash.ts";
import type { ACME } from "./seeds.ts";

export interface Account {
  readonly sub: string;
  /** In lower case. */
  readonly email: string;
  /** The person's name in tokens. */
  readonly username: string;
  /** Not known of an account that the owner made by its address alone. */
  readonly fullName?: string;
  readonly groups: readonly string[];
  /** The provider of the person; the pool itself unless given. */
  readonly provider?: typeof ACME;
  /** Absent where there is none to sign in with. */
  readonly password?: PasswordHash & { readonly isTemporary: boolean };
}

export interface Accounts {
  all(): Promise<readonly Account[]>;
  /** @returns whether it was added: there is one account of an address, and one of a provider's person */
  add(account: Account): Promise<boolean>;
  /** Replaces the account of the same address, or of the same person of a provider. */
  replace(account: Account): Promise<void>;
}

/** @param dir - the pool's folder */
export async function openAccounts(dir: string): Promise<Accounts> {
  const folder = join(dir, "accounts");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Hashed: an address may hold a slash.
  const fileOf = (account: Account) =>
    join(folder, `${createHash("sha256").update(identityOf(account)).digest("hex")}.json`);

  return {
    async all() {
      const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
      const read = await Promise.all(names.map((name) => readPrivateJson(join(folder, name))));
      return read.filter((account) => account !== undefined) as Account[];
    },
    async add(account) {
      const unfinished = join(folder, `${randomUUID()}.new`);
      await writePrivateJson(unfinished, account);
      try {
        // A rename would replace the account of a program that was faster.
        await link(unfinished, fileOf(account));
        return true;
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code === "EEXIST") return false;
        throw thrown;
      } finally {
        await rm(unfinished);
      }
    },
    replace: (account) => replacePrivateJson(fileOf(account), account),
  };
}

function identityOf({ provider, username, email }: Account): string {
  return provider === undefined ? ` ${email}` : `${provider} ${username}`;
}
