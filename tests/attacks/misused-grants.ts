// Misuses grants straight at S3, as the finder of a URL would.
import type { Grant } from "@tapedeck/core/contract";
import { BODY, type Arena, type Attack } from "./arena.ts";

interface Attempt {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array<ArrayBuffer> | null;
}

type Misuse = (grant: Grant, arena: Arena) => Attempt;

const otherKey =
  (change: (key: string, arena: Arena) => string): Misuse =>
  (grant, arena) => ({ url: grant.url.replace(grant.key, change(grant.key, arena)) });

const query =
  (name: string, change: (value: string) => string): Misuse =>
  (grant) => {
    const url = new URL(grant.url);
    url.searchParams.set(name, change(url.searchParams.get(name) ?? ""));
    return { url: url.href };
  };

const withoutQuery =
  (name: string): Misuse =>
  (grant) => {
    const url = new URL(grant.url);
    url.searchParams.delete(name);
    return { url: url.href };
  };

const method =
  (name: string): Misuse =>
  ({ url }) => ({ url, method: name, body: name === "POST" ? BODY : null });

const body =
  (bytes: Uint8Array<ArrayBuffer>): Misuse =>
  ({ url }) => ({ url, body: bytes });

const headers =
  (over: Record<string, string>): Misuse =>
  ({ url, headers: signed }) => ({ url, headers: { ...signed, ...over } });

/** Every header that a grant signs beside host and content-length. */
const SIGNED = [
  "cache-control",
  "content-type",
  "if-none-match",
  "x-amz-checksum-sha256",
  "x-amz-meta-format-version",
  "x-amz-meta-sample-count",
  "x-amz-meta-start-sample",
];

const without =
  (name: string): Misuse =>
  ({ url, headers: signed }) => ({
    url,
    headers: Object.fromEntries(Object.entries(signed).filter(([key]) => key !== name)),
  });

const same = Buffer.from(BODY);
same[0] = (same[0] ?? 0) ^ 1;

const MISUSES: Readonly<Record<string, Misuse>> = {
  "the victim's segment": otherKey((_, arena) => arena.victimKey),
  "a new segment of the victim": otherKey((_, { victimKey }) =>
    victimKey.replace("_000000", "_000001"),
  ),
  "the victim's manifest": otherKey((_, { victimKey }) =>
    victimKey.replace("_000000.webm", ".json"),
  ),
  "the next segment": otherKey((key) => key.replace("_000000", "_000001")),
  "its manifest": otherKey((key) => key.replace("_000000.webm", ".json")),
  "a key with dots": otherKey((key) => `${key}/../x.webm`),
  "a key with encoded dots": otherKey((key) => `${key}%2f..%2fx.webm`),
  "a key above users": otherKey(() => "index.html"),
  "the bucket itself": otherKey(() => ""),
  "its key in capitals": otherKey((key) => key.toUpperCase()),
  "one byte more": body(Buffer.concat([BODY, Buffer.from("x")])),
  "one byte less": body(BODY.subarray(1)),
  "no body": body(Buffer.alloc(0)),
  "other bytes of the same length": body(same),
  "other bytes with their own checksum": (grant) => ({
    url: grant.url,
    headers: {
      ...grant.headers,
      "x-amz-checksum-sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    },
    body: same,
  }),
  GET: method("GET"),
  HEAD: method("HEAD"),
  DELETE: method("DELETE"),
  POST: method("POST"),
  "a type that scripts run from": headers({ "content-type": "text/html" }),
  "overwriting allowed": headers({ "if-none-match": '"etag"' }),
  "another start": headers({ "x-amz-meta-start-sample": "1" }),
  "another sample count": headers({ "x-amz-meta-sample-count": "1" }),
  "another format": headers({ "x-amz-meta-format-version": "2" }),
  "metadata of the attacker's own": headers({ "x-amz-meta-owner": "mallory" }),
  "readable by all": headers({ "x-amz-acl": "public-read" }),
  "another storage class": headers({ "x-amz-storage-class": "GLACIER" }),
  "tags of the attacker's own": headers({ "x-amz-tagging": "tapedeck:checked=ok" }),
  "a copy of the victim's": (grant, arena) => ({
    url: grant.url,
    headers: { ...grant.headers, "x-amz-copy-source": `/${arena.stack.bucket}/${arena.victimKey}` },
  }),
  ...Object.fromEntries(SIGNED.map((name) => [`without ${name}`, without(name)])),
  "a longer life": query("X-Amz-Expires", () => "604800"),
  "a later date": query("X-Amz-Date", (date) => date.replace(/^\d{4}/, "2099")),
  "another signature": query(
    "X-Amz-Signature",
    (signature) => (signature.startsWith("0") ? "1" : "0") + signature.slice(1),
  ),
  "an empty signature": query("X-Amz-Signature", () => ""),
  "another credential": query("X-Amz-Credential", (credential) => `X${credential}`),
  "fewer signed headers": query("X-Amz-SignedHeaders", () => "host"),
  "no signature": withoutQuery("X-Amz-Signature"),
  "no expiry": withoutQuery("X-Amz-Expires"),
  "an operation of its own": query("acl", () => ""),
  "parts of its own": query("uploads", () => ""),
  "another disposition": query(
    "response-content-disposition",
    () => 'attachment; filename="a\r\nx: y"',
  ),
};

const send = ({ url, headers: sent, body: bytes, method: name = "PUT" }: Attempt, grant: Grant) =>
  fetch(url, {
    method: name,
    headers: sent ?? grant.headers,
    body: bytes === null ? null : (bytes ?? BODY),
  });

/** S3 refuses with 4xx and changes nothing. */
const attack = (name: string, misuse: Misuse): Attack => ({
  name: `grant: ${name}`,
  run: async (arena) => {
    const grant = await arena.freshGrant();
    const attempt = misuse(grant, arena);
    const isHonest = Object.keys(attempt).length === 1 && attempt.url === grant.url;
    if (isHonest) return "the attempt misuses nothing";
    const { status } = await send(attempt, grant);
    if (status < 400 || status >= 500) return `S3 answered ${status}`;
    // The attempt did not use the grant up: it still stores its own bytes.
    const honest = await send({ url: grant.url }, grant);
    return honest.status === 200 ? undefined : `the grant itself then answered ${honest.status}`;
  },
});

export const grantAttacks: readonly Attack[] = [
  ...Object.entries(MISUSES).map(([name, misuse]) => attack(name, misuse)),
  {
    name: "grant: used twice",
    run: async ({ freshGrant }) => {
      const grant = await freshGrant();
      const [first, second] = [
        await send({ url: grant.url }, grant),
        await send({ url: grant.url }, grant),
      ];
      return first.status === 200 && second.status === 412
        ? undefined
        : `S3 answered ${first.status}, ${second.status}`;
    },
  },
  {
    name: "grant: used a second after its expiry",
    run: async ({ freshGrant, stack }) => {
      const useAfter = async (seconds: number) => {
        const grant = await freshGrant();
        const lift = stack.faults.add({ at: "s3", kind: "clock-skew", aheadMs: seconds * 1000 });
        try {
          return (await send({ url: grant.url }, grant)).status;
        } finally {
          lift();
        }
      };
      // The promised lifetime, and five seconds for a slow machine.
      const [honest, late] = [await useAfter(295), await useAfter(301)];
      return honest === 200 && late === 403 ? undefined : `S3 answered ${honest}, ${late}`;
    },
  },
];
