// Refresh tokens in the form of Cognito's: opaque, and long enough to fill most of a cookie.
import { randomBytes, randomInt } from "node:crypto";

/** Cognito's are encrypted JWTs of some 1,800 to 2,200 characters; AWS promises no length. */
const CHARACTERS = { min: 1_800, max: 2_200 };

const HEADER = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString("base64url");
/** Bytes of an RSA key of 2,048 bits, a nonce and a tag. @see RFC 7516 §3.1 */
const [KEY_BYTES, NONCE_BYTES, TAG_BYTES] = [256, 12, 16];

/** @param characters - length of the token; by default a random length in the range of Cognito's */
export function makeRefreshToken(
  characters: number = randomInt(CHARACTERS.min, CHARACTERS.max + 1),
): string {
  const random = (bytes: number) => randomBytes(bytes).toString("base64url");
  const [key, nonce, tag] = [random(KEY_BYTES), random(NONCE_BYTES), random(TAG_BYTES)];
  const others = [HEADER, key, nonce, "", tag].join(".").length;
  const ciphertext = random(characters).slice(0, characters - others);
  return [HEADER, key, nonce, ciphertext, tag].join(".");
}
