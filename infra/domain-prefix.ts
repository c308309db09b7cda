// Makes a valid name for the login pages' domain from any name of a stage.
import { createHash } from "node:crypto";

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html */
const MAX_CHARACTERS = 63;

/** Cognito refuses a prefix that holds one of these. */
const RESERVED = /aws|amazon|cognito/g;

/** Hexadecimal digits that tell one prefix from all others of AWS; none of the reserved words fits in. */
const HASH_CHARACTERS = 8;

/**
 * All of AWS shares these names, so a hash of the account, the app and the stage as they were typed makes
 * ours unlike any other. The words before it are for people: they lose what Cognito refuses.
 *
 * @returns at most 63 characters that fit `^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$`
 */
export function domainPrefix(app: string, stage: string, accountId: string): string {
  const name = `${app}-${stage}`;
  const hash = createHash("sha256").update(`${accountId}/${name}`).digest("hex");
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(RESERVED, "-")
    .slice(0, MAX_CHARACTERS - HASH_CHARACTERS - 1)
    .split("-")
    .filter((word) => word !== "");
  return [...words, hash.slice(0, HASH_CHARACTERS)].join("-");
}
