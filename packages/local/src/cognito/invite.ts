// Makes an account as Cognito's AdminCreateUser does, in the data folder of an installation. The pool may run or
// not: it reads accounts when it needs them.
import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { parseEmailAddress } from "@tapedeck/core/email-address";
import { AppError } from "@tapedeck/core/errors";
import { quote } from "@tapedeck/core/quote";
import { openAccounts } from "./accounts.ts";
import { hashPassword } from "./password-hash.ts";
import { SEEDED_USERS } from "./seeds.ts";

export interface Invitation {
  /** In lower case. */
  readonly address: string;
  /** To be replaced at the first sign-in. */
  readonly temporaryPassword: string;
}

/** 72 bits in 12 characters, as many as a password must have. */
const PASSWORD_BYTES = 9;

/**
 * @param dataDir - of `npm start`
 * @throws {AppError} INPUT_INVALID – not one plain address, or one that has an account
 */
export async function inviteLocally(dataDir: string, email: string): Promise<Invitation> {
  const parsed = parseEmailAddress(email);
  if (parsed === undefined) {
    throw new AppError("INPUT_INVALID", `An invitation needs one address, got ${quote(email)}.`);
  }
  const { address } = parsed;
  const accounts = await openAccounts(join(dataDir, "cognito"));
  const temporaryPassword = randomBytes(PASSWORD_BYTES).toString("base64url");
  const sub = randomUUID();
  const isAdded =
    !SEEDED_USERS.some((user) => user.email === address) &&
    (await accounts.add({
      sub,
      email: address,
      username: sub,
      groups: [],
      password: { ...(await hashPassword(temporaryPassword)), isTemporary: true },
    }));
  if (isAdded) return { address, temporaryPassword };
  throw new AppError("INPUT_INVALID", `${address} has an account already.`);
}
