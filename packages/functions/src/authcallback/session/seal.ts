// Seals small values into cookies: AES-256-GCM, so that a browser can neither read nor forge them.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** @see NIST SP 800-38D §5.2.1.1: 96 bits is the nonce length GCM is made for. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = "aes-256-gcm";

/** Keys of 32 bytes, newest first. Sealing uses the first; opening tries each, so keys can rotate. */
export interface Sealer {
  /** @param purpose - bound to the seal: a value sealed for one cookie does not open as another */
  seal(purpose: string, value: unknown): string;
  /** The value, or nothing if it was altered, sealed for something else, or by a retired key. */
  open(purpose: string, sealed: string): unknown;
}

export function createSealer(keys: readonly Buffer[]): Sealer {
  const [newest] = keys;
  if (newest === undefined) throw new RangeError("createSealer needs at least one key");
  return {
    seal(purpose, value) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, newest, nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      for (const key of keys) {
        const text = decrypt(key, purpose, bytes);
        if (text !== undefined) return JSON.parse(text) as unknown;
      }
      return undefined;
    },
  };
}

function decrypt(key: Buffer, purpose: string, bytes: Buffer): string | undefined {
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(purpose));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const body = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([body, decipher.final()]).toString("utf8");
  } catch {
    // `final` throws when the tag does not fit: another key, another purpose or a forgery.
    return undefined;
  }
}
