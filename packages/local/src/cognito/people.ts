// Finds people of the pool: the seeded ones, and those whose accounts were made later.
import { randomUUID } from "node:crypto";
import { PASSWORD_POLICY } from "../../../../infra/imitated/accounts.ts";
import type { Account, Accounts } from "./accounts.ts";
import { hashPassword, isPasswordOf } from "./password-hash.ts";
import type { PoolUser, SeededPoolUser } from "./pool.ts";
import { ACME, POOL_ID } from "./seeds.ts";

/** What a person proved by name and password. */
export interface PasswordCheck {
  readonly sub: string;
  /** Whether the password was made for them, so that they have to choose their own before anything else. */
  readonly isTemporary: boolean;
}

/** A person as another provider tells of them. */
export interface FederatedPerson {
  /** Their name at that provider. */
  readonly subject: string;
  readonly email: string;
  readonly fullName: string | undefined;
}

export interface People {
  /** Those with a fixed login. */
  readonly seeded: readonly SeededPoolUser[];
  bySub(sub: string | undefined): Promise<PoolUser | undefined>;
  /** @param email - of an account that the owner made */
  byEmail(email: string): Promise<(PoolUser & { readonly hasChosenPassword: boolean }) | undefined>;
  byAcmeSubject(subject: string): Promise<PoolUser | undefined>;
  /** @returns `undefined` for a wrong name as for a wrong password */
  check(name: string, password: string): Promise<PasswordCheck | undefined>;
  /** @returns whether it was long enough, and is now the person's */
  choosePassword(sub: string, password: string): Promise<boolean>;
  addFromAcme(person: FederatedPerson): Promise<PoolUser>;
}

export function createPeople(seeded: readonly SeededPoolUser[], accounts: Accounts): People {
  const find = async (matches: (account: Account) => boolean) =>
    (await accounts.all()).find(matches);
  /** On AWS people sign in with the address; the seeded ones also have short names. */
  const seededBy = (name: string) =>
    seeded.find((user) => user.name === name || user.email === name.toLowerCase());
  const ownAccount = (email: string) =>
    find((each) => each.provider === undefined && each.email === email.toLowerCase());
  const usernameAtAcme = (subject: string) => `${ACME.toLowerCase()}_${subject}`;
  const byAcmeSubject = (subject: string) =>
    find((each) => each.provider === ACME && each.username === usernameAtAcme(subject));

  return {
    seeded,
    bySub: async (sub) =>
      seeded.find((user) => user.sub === sub) ?? (await find((each) => each.sub === sub)),
    byAcmeSubject,
    async byEmail(email) {
      const user = seededBy(email);
      if (user?.email === email.toLowerCase()) return { ...user, hasChosenPassword: true };
      const found = await ownAccount(email);
      return found && { ...found, hasChosenPassword: found.password?.isTemporary === false };
    },
    async check(name, password) {
      const user = seededBy(name);
      if (user !== undefined) {
        return user.password === password ? { sub: user.sub, isTemporary: false } : undefined;
      }
      const found = await ownAccount(name);
      if (found?.password === undefined) return undefined;
      const isRight = await isPasswordOf(found.password, password);
      return isRight ? { sub: found.sub, isTemporary: found.password.isTemporary } : undefined;
    },
    async choosePassword(sub, password) {
      if (password.length < PASSWORD_POLICY.minimumLength) return false;
      const found = await find((each) => each.sub === sub);
      if (found === undefined) return false;
      const chosen = { ...(await hashPassword(password)), isTemporary: false };
      await accounts.replace({ ...found, password: chosen });
      return true;
    },
    async addFromAcme({ subject, email, fullName }) {
      const account: Account = {
        sub: randomUUID(),
        email: email.toLowerCase(),
        username: usernameAtAcme(subject),
        groups: [`${POOL_ID}_${ACME}`],
        provider: ACME,
        ...(fullName === undefined ? {} : { fullName }),
      };
      // Of two first sign-ins at once, both get the account of the faster.
      return (await accounts.add(account)) ? account : ((await byAcmeSubject(subject)) ?? account);
    },
  };
}
