// Passwords of accounts that the owner made: the data folder holds no password, only what recognises it.
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

export interface PasswordHash {
  /** Base64url, as `hash`. */
  readonly salt: string;
  readonly hash: string;
}

const HASH_BYTES = 32;
const derive = promisify<string, Buffer, number, Buffer>(scrypt);

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, HASH_BYTES);
  return { salt: salt.toString("base64url"), hash: hash.toString("base64url") };
}

export async function isPasswordOf({ salt, hash }: PasswordHash, given: string): Promise<boolean> {
  const derived = await derive(given, Buffer.from(salt, "base64url"), HASH_BYTES);
  return timingSafeEqual(derived, Buffer.from(hash, "base64url"));
}
