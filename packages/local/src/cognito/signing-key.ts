// An RSA key of one installation's pool: makes it, signs with it, and verifies its own signature.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomUUID,
  sign,
  verify,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { promisify } from "node:util";

/** A private RSA key as a JWK. */
export type PrivateJwk = JsonWebKey & { readonly kid: string; readonly kty: string };

export interface SignOptions {
  /** Replaces fields of `{ alg: "RS256", kid }`; a field set to `undefined` is left out. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signs instead of the pool's own key. */
  readonly privateKey?: KeyObject;
  /** The hash of the signature, also when the header names another; `sha256` by default, as Cognito. */
  readonly hash?: "sha256" | "sha384" | "sha512";
}

export type TokenClaims = Readonly<Record<string, unknown>>;

export interface SigningKey {
  sign(claims: TokenClaims, options?: SignOptions): string;
  /** @returns the claims of a token that this key signed and that has not expired, else `undefined` */
  verify(token: string): Record<string, unknown> | undefined;
}

export async function makePrivateJwk(): Promise<PrivateJwk> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const jwk = privateKey.export({ format: "jwk" });
  return { ...jwk, kty: "RSA", kid: randomUUID(), use: "sig", alg: "RS256" };
}

export function openSigningKey(jwk: PrivateJwk): SigningKey {
  const privateKey = createPrivateKey({ key: jwk, format: "jwk" });
  const publicKey = createPublicKey(privateKey);
  return {
    sign(claims, options = {}) {
      const header = { alg: "RS256", kid: jwk.kid, ...options.header };
      const signed = `${encoded(header)}.${encoded(claims)}`;
      const { hash = "sha256", privateKey: key = privateKey } = options;
      const signature = sign(hash, Buffer.from(signed), key);
      return `${signed}.${signature.toString("base64url")}`;
    },
    verify(token) {
      const [header = "", payload = "", signature = ""] = token.split(".");
      const signed = Buffer.from(`${header}.${payload}`);
      if (!verify("sha256", signed, publicKey, Buffer.from(signature, "base64url"))) {
        return undefined;
      }
      // Signed by us, so an object: we sign nothing else.
      const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<
        string,
        unknown
      >;
      return Number(claims["exp"]) * 1000 > Date.now() ? claims : undefined;
    },
  };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
