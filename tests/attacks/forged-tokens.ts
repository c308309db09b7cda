// Forged access tokens: each differs in one thing from an accepted one.
import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { LIMITS } from "@tapedeck/core/limits";
import type { SignOptions } from "@tapedeck/local/cognito/signing-key";
import { bearer, nowSeconds, unlessRefused, type Arena, type Attack } from "./arena.ts";

type MakeToken = (arena: Arena) => Promise<string> | string;

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

const mallory = generateKeyPairSync("rsa", { modulusLength: 2048 });
const malloryJwk = mallory.publicKey.export({ format: "jwk" });

interface PoolKey extends JsonWebKey {
  readonly kid: string;
}

async function poolKey({ stack }: Arena): Promise<PoolKey> {
  const answer = await fetch(`${stack.cognito.issuer}/.well-known/jwks.json`);
  const { keys } = (await answer.json()) as { keys: PoolKey[] };
  const [key] = keys;
  if (key === undefined) throw new Error("the pool shows no key");
  return key;
}

/** Signed by the pool itself. */
const withClaims =
  (over: (arena: Arena) => Record<string, unknown>): MakeToken =>
  (arena) =>
    arena.stack.cognito.signToken(arena.claims(over(arena)));

/** Signed by the pool itself, whatever the header says. */
const withHeader =
  (header: Record<string, unknown>, hash: SignOptions["hash"] = "sha256"): MakeToken =>
  (arena) =>
    arena.stack.cognito.signToken(arena.claims(), { header, hash });

/** Signed by the attacker's key. */
const byMallory =
  (header: Record<string, unknown>): MakeToken =>
  (arena) =>
    arena.stack.cognito.signToken(arena.claims(), { header, privateKey: mallory.privateKey });

const unsigned =
  (alg: string, signature: string): MakeToken =>
  async (arena) =>
    `${encoded({ alg, kid: (await poolKey(arena)).kid })}.${encoded(arena.claims())}.${signature}`;

/** HS256 keyed by the pool's public key, which is no secret. */
const symmetric =
  (secretOf: (key: PoolKey) => string | Buffer): MakeToken =>
  async (arena) => {
    const key = await poolKey(arena);
    const signed = `${encoded({ alg: "HS256", kid: key.kid })}.${encoded(arena.claims())}`;
    return `${signed}.${createHmac("sha256", secretOf(key)).update(signed).digest("base64url")}`;
  };

const publicKey = (key: PoolKey) => createPublicKey({ key, format: "jwk" });

/** A good token, changed after it was signed. */
const changed =
  (
    change: (header: string, payload: string, signature: string, arena: Arena) => string,
  ): MakeToken =>
  async (arena) => {
    const [header = "", payload = "", signature = ""] = (
      await arena.stack.cognito.signToken(arena.claims())
    ).split(".");
    return change(header, payload, signature, arena);
  };

const REFUSED: Readonly<Record<string, MakeToken>> = {
  "alg none": unsigned("none", ""),
  "alg none with a signature": unsigned("none", "c2ln"),
  "alg NONE": unsigned("NONE", "c2ln"),
  "alg nOnE": unsigned("nOnE", "c2ln"),
  "no alg": withHeader({ alg: undefined }),
  "HS256 by the public key as PEM": symmetric((key) =>
    publicKey(key).export({ type: "spki", format: "pem" }).toString(),
  ),
  "HS256 by the public key as DER": symmetric((key) =>
    publicKey(key).export({ type: "spki", format: "der" }),
  ),
  "HS256 by the public key as JWK": symmetric((key) => JSON.stringify(key)),
  "HS256 by the modulus": symmetric((key) => key.n ?? ""),
  "HS256 by nothing": symmetric(() => ""),
  "RS384 in the header": withHeader({ alg: "RS384" }),
  "RS512 in the header": withHeader({ alg: "RS512" }),
  "RS384, truly signed": withHeader({ alg: "RS384" }, "sha384"),
  "RS512, truly signed": withHeader({ alg: "RS512" }, "sha512"),
  "SHA-512 under RS256": withHeader({}, "sha512"),
  "ES256 in the header": withHeader({ alg: "ES256" }),
  "another pool's issuer": withClaims(() => ({
    iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other",
  })),
  "the issuer with a slash": withClaims(({ stack }) => ({ iss: `${stack.cognito.issuer}/` })),
  "the issuer as a list": withClaims(({ stack }) => ({ iss: [stack.cognito.issuer] })),
  "no issuer": withClaims(() => ({ iss: undefined })),
  "another client": withClaims(() => ({ client_id: "another-client" })),
  "no client": withClaims(() => ({ client_id: undefined })),
  "clients as a list": withClaims(({ stack }) => ({ client_id: [stack.cognito.webClientId] })),
  "an ID token": withClaims(({ stack }) => ({ token_use: "id", aud: stack.cognito.webClientId })),
  "token_use refresh": withClaims(() => ({ token_use: "refresh" })),
  "no token_use": withClaims(() => ({ token_use: undefined })),
  "no exp": withClaims(() => ({ exp: undefined })),
  "exp as text": withClaims(() => ({ exp: String(nowSeconds() + 300) })),
  "exp null": withClaims(() => ({ exp: null })),
  "iat in an hour": withClaims(() => ({ iat: nowSeconds() + 3600 })),
  "iat in 2 minutes": withClaims(() => ({ iat: nowSeconds() + 120 })),
  "no iat": withClaims(() => ({ iat: undefined })),
  "iat as text": withClaims(() => ({ iat: "now" })),
  "not before tomorrow": withClaims(() => ({ nbf: nowSeconds() + 86_400 })),
  "scopes as a list": withClaims(() => ({ scope: ["tapedeck/read"] })),
  "no kid": withHeader({ kid: undefined }),
  "a number as kid": withHeader({ kid: 0 }),
  "the attacker's key under the pool's kid": byMallory({}),
  "the attacker's key in the header": byMallory({ jwk: malloryJwk }),
  "the attacker's key set by address": byMallory({ jku: "https://evil.example/jwks.json" }),
  "the attacker's certificate by address": byMallory({ x5u: "https://evil.example/cert.pem" }),
  "the attacker's certificate": byMallory({ x5c: [malloryJwk.n] }),
  "an oversized token": withClaims(() => ({ padding: "x".repeat(LIMITS.accessTokenCharacters) })),
  "a changed payload": changed(
    (header, _, signature, arena) =>
      `${header}.${encoded(arena.claims({ sub: "victim" }))}.${signature}`,
  ),
  "no signature": changed((header, payload) => `${header}.${payload}.`),
  "two parts": changed((header, payload) => `${header}.${payload}`),
  "four parts": changed(
    (header, payload, signature) => `${header}.${payload}.${signature}.${signature}`,
  ),
  "another token's signature": changed((header, payload) => `${header}.${payload}.${payload}`),
  "a signature cut short": changed(
    (header, payload, signature) => `${header}.${payload}.${signature.slice(4)}`,
  ),
  "a payload that is no JSON": changed((header, _, signature) => `${header}.e30x.${signature}`),
  "another stack's session cookie": () => Buffer.alloc(120, 7).toString("base64url"),
};

/** Key ids that the pool never had. The verifier fetches the pool's keys for the first one only. */
const KIDS = ["unknown", "../../../dev/null", "' or 1=1 --", "__proto__", "constructor", ""];

const me = ({ stack }: Arena, token: string) => stack.get("/trpc/session.me", bearer(token));

export const tokenAttacks: readonly Attack[] = [
  ...Object.entries(REFUSED).map(([name, make]): Attack => ({
    name: `token: ${name}`,
    run: async (arena) => unlessRefused(await me(arena, await make(arena)), 401, "TOKEN_REFUSED"),
  })),
  ...[1, 60, 86_400 * 365].map((seconds): Attack => ({
    name: `token: expired ${seconds} s ago`,
    run: async (arena) => {
      const over = { iat: nowSeconds() - seconds - 300, exp: nowSeconds() - seconds };
      const token = await arena.stack.cognito.signToken(arena.claims(over));
      return unlessRefused(await me(arena, token), 401, "TOKEN_EXPIRED");
    },
  })),
  {
    name: "token: accepted once, then expired",
    run: async (arena) => {
      const token = await arena.stack.cognito.signToken(arena.claims());
      if ((await me(arena, token)).status !== 200) return "the good token was refused";
      const lift = arena.stack.faults.add({ at: "api", kind: "token-expired" });
      try {
        return unlessRefused(await me(arena, token), 401, "TOKEN_EXPIRED");
      } finally {
        lift();
      }
    },
  },
  ...["tapedeck/recorder", "tapedeck", "openid", "", "TAPEDECK/READ", "x-tapedeck/read"].map(
    (scope): Attack => ({
      name: `token: scope ${JSON.stringify(scope)}`,
      run: async (arena) => {
        const token = await arena.stack.cognito.signToken(arena.claims({ scope }));
        return unlessRefused(await me(arena, token), 403, "SCOPE_MISSING");
      },
    }),
  ),
  {
    name: "token: one that may read asks to record",
    run: async (arena) => {
      const token = await arena.stack.cognito.signToken(arena.claims({ scope: "tapedeck/read" }));
      const answer = await arena.stack.post("uploads.presign", "{}", bearer(token));
      return unlessRefused(answer, 403, "SCOPE_MISSING");
    },
  },
  ...Object.entries({
    "in the query": (token: string) => [`/trpc/session.me?access_token=${token}`, {}],
    "in a cookie": (token: string) => ["/trpc/session.me", { cookie: `access_token=${token}` }],
    "as Basic": (token: string) => ["/trpc/session.me", { authorization: `Basic ${token}` }],
    "in the header that only the edge sends": (token: string) => [
      "/trpc/session.me",
      { "x-tapedeck-authorization": `Bearer ${token}` },
    ],
    "without a scheme": (token: string) => ["/trpc/session.me", { authorization: token }],
    twice: (token: string) => [
      "/trpc/session.me",
      { authorization: `Bearer ${token}, Bearer ${token}` },
    ],
  } satisfies Record<string, (token: string) => [string, Record<string, string>]>).map(
    ([name, place]): Attack => ({
      name: `token: a good one ${name}`,
      run: async (arena) => {
        const [path, headers] = place(arena.victim.token);
        return unlessRefused(await arena.stack.get(path, headers), 401, "NOT_SIGNED_IN");
      },
    }),
  ),
  ...KIDS.map((kid): Attack => ({
    name: `token: kid ${JSON.stringify(kid)}`,
    run: async (arena) =>
      unlessRefused(await me(arena, await byMallory({ kid })(arena)), 401, "TOKEN_REFUSED"),
  })),
];
