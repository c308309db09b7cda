// Uses the functions' temporary keys straight at the bucket: without their token, with another one, and
// beyond the rights of their role.
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { BODY, type Arena, type Attack } from "./arena.ts";
import { s3ClientOf, type Keys } from "../fixtures/stack/s3-client.ts";

/** Those that may do something in the bucket. */
type Role = Exclude<keyof Arena["stack"]["roleKeys"], "preSignUp">;

/** What S3 answers: `200`, or its status and code; a HEAD's has no code. */
async function asking(
  { stack }: Arena,
  key: Keys,
  ask: (client: S3Client) => Promise<unknown>,
): Promise<string> {
  const client = s3ClientOf(stack, key);
  try {
    await ask(client);
    return "200";
  } catch (thrown) {
    if (!(thrown instanceof S3ServiceException)) throw thrown;
    return `${thrown.$metadata.httpStatusCode} ${thrown.name}`;
  } finally {
    client.destroy();
  }
}

const get =
  (Key: string) =>
  (client: S3Client, { stack: { bucket: Bucket } }: Arena) =>
    client.send(new GetObjectCommand({ Bucket, Key }));
const list =
  (Prefix?: string) =>
  (client: S3Client, { stack: { bucket: Bucket } }: Arena) =>
    client.send(new ListObjectsV2Command({ Bucket, Prefix }));
const put =
  (keyOf: (arena: Arena) => string, over: object = {}) =>
  (client: S3Client, arena: Arena) => {
    const Bucket = arena.stack.bucket;
    return client.send(new PutObjectCommand({ Bucket, Key: keyOf(arena), Body: BODY, ...over }));
  };
const victims = ({ victimKey }: Arena) => victimKey;
const manifestOf = ({ victimKey }: Arena) => victimKey.replace("_000000.webm", ".json");
const TAGS = { TagSet: [{ Key: "tapedeck:deleted", Value: "yes" }] };

type Ask = (client: S3Client, arena: Arena) => Promise<unknown>;

/** By role: the calls that it may not make. */
const BEYOND: Readonly<Record<Role, Readonly<Record<string, Ask>>>> = {
  api: {
    "lists the bucket": list(),
    "lists above users/": list("user"),
    "lists the site's files": list("assets/"),
    "is told of the bucket": (client, { stack: { bucket: Bucket } }) =>
      client.send(new HeadBucketCommand({ Bucket })),
    "reads outside users/": get("index.html"),
    "reads a missing object": get("users/hosts/cognito/nobody/x.webm"),
    "writes outside users/": put(() => "index.html"),
    "overwrites a segment": put(victims),
    "overwrites a segment by its version": put(victims, { IfMatch: '"x"' }),
    "writes a manifest blindly": put(manifestOf),
    "tags a segment as it writes it": put((arena) => `${victims(arena)}.webm`, {
      IfNoneMatch: "*",
      Tagging: "tapedeck:checked=ok",
    }),
    "lays a tombstone": put(
      (arena) => `${arena.victim.prefix}2026-01-31-08-15-30-123456-NEWCMR.json`,
      {
        IfNoneMatch: "*",
        Tagging: "tapedeck:deleted=yes",
      },
    ),
    "deletes the victim's segment": (client, { stack: { bucket: Bucket }, victimKey: Key }) =>
      client.send(new DeleteObjectCommand({ Bucket, Key })),
    "tags the victim's segment": (client, { stack: { bucket: Bucket }, victimKey: Key }) =>
      client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: TAGS })),
    "reads its tags": (client, { stack: { bucket: Bucket }, victimKey: Key }) =>
      client.send(new GetObjectTaggingCommand({ Bucket, Key })),
    "deletes outside users/": (client, { stack: { bucket: Bucket } }) =>
      client.send(new DeleteObjectCommand({ Bucket, Key: "index.html" })),
  },
  slowApi: {
    "lists the bucket": list(),
    "reads outside users/": get("index.html"),
    "writes outside users/": put(() => "index.html", { IfNoneMatch: "*" }),
    "writes a segment": put((arena) => victims(arena).replace("_000000", "_000007"), {
      IfNoneMatch: "*",
    }),
    "writes a whole file": put((arena) => victims(arena).replace("_000000", ""), {
      IfNoneMatch: "*",
    }),
    "writes a manifest blindly": put(manifestOf),
    "tags the victim's segment": (client, { stack: { bucket: Bucket }, victimKey: Key }) =>
      client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: TAGS })),
    "deletes outside users/": (client, { stack: { bucket: Bucket } }) =>
      client.send(new DeleteObjectCommand({ Bucket, Key: "index.html" })),
  },
  arrivalCheck: {
    "lists the victim's prefix": (client, arena) => list(arena.victim.prefix)(client, arena),
    "reads outside users/": get("index.html"),
    "writes a segment": put((arena) => victims(arena).replace("_000000", "_000007"), {
      IfNoneMatch: "*",
    }),
    "writes a manifest": put(manifestOf, { IfNoneMatch: "*" }),
    "deletes the victim's segment": (client, { stack: { bucket: Bucket }, victimKey: Key }) =>
      client.send(new DeleteObjectCommand({ Bucket, Key })),
  },
  wholeFile: {
    "lists the victim's prefix": (client, arena) => list(arena.victim.prefix)(client, arena),
    "reads outside users/": get("index.html"),
    "writes a segment": put((arena) => victims(arena).replace("_000000", "_000007"), {
      IfNoneMatch: "*",
    }),
    "writes a one-off upload": put((arena) => victims(arena).replace(/-\w{6}_000000/, ""), {
      IfNoneMatch: "*",
    }),
    "writes a manifest": put(manifestOf, { IfNoneMatch: "*" }),
    "writes a whole file blindly": put((arena) => victims(arena).replace("_000000", "")),
    "deletes the victim's segment": (client, { stack: { bucket: Bucket }, victimKey: Key }) =>
      client.send(new DeleteObjectCommand({ Bucket, Key })),
  },
};

const beyond = (["api", "slowApi", "arrivalCheck", "wholeFile"] as const).flatMap((role) =>
  Object.entries(BEYOND[role]).map(([name, ask]): Attack => ({
    name: `role: ${role} ${name}`,
    run: async (arena) => {
      const key = arena.stack.roleKeys[role];
      const outcome = await asking(arena, key, (client) => ask(client, arena));
      if (outcome !== "403 AccessDenied" && !/^403 (403|Forbidden|Unknown)/.test(outcome)) {
        return `S3 answered ${outcome}`;
      }
      // The key itself works for its own calls.
      const honest = await asking(arena, key, (client) => get(arena.victimKey)(client, arena));
      return honest === "200" ? undefined : `what it may was answered ${honest}`;
    },
  })),
);

const tokens = Object.entries<
  readonly [change: (arena: Arena) => Parameters<typeof asking>[1], outcome: string]
>({
  "the API's key without its token": [
    ({ stack }) => {
      const { accessKeyId, secretAccessKey } = stack.roleKeys.api;
      return { accessKeyId, secretAccessKey };
    },
    "403 InvalidAccessKeyId",
  ],
  "the API's key with the other role's token": [
    ({ stack: { roleKeys } }) => ({
      ...roleKeys.api,
      sessionToken: roleKeys.arrivalCheck.sessionToken,
    }),
    "400 InvalidToken",
  ],
  "the other role's key with the API's token": [
    ({ stack: { roleKeys } }) => ({
      ...roleKeys.arrivalCheck,
      sessionToken: roleKeys.api.sessionToken,
    }),
    "400 InvalidToken",
  ],
  "the API's key with its token cut short": [
    ({ stack: { roleKeys } }) => ({
      ...roleKeys.api,
      sessionToken: roleKeys.api.sessionToken.slice(0, -4),
    }),
    "400 InvalidToken",
  ],
  "the API's token with another's secret": [
    ({ stack: { roleKeys } }) => ({
      ...roleKeys.api,
      secretAccessKey: roleKeys.arrivalCheck.secretAccessKey,
    }),
    "403 SignatureDoesNotMatch",
  ],
}).map(([name, [change, expected]]): Attack => ({
  name: `role: ${name}`,
  run: async (arena) => {
    const read: Ask = get(arena.victimKey);
    const outcome = await asking(arena, change(arena), (client) => read(client, arena));
    return outcome === expected ? undefined : `S3 answered ${outcome}`;
  },
}));

/** A grant carries the token of the role that signed it; its holder may send another one, or none. */
const inGrants = Object.entries<readonly [change: (url: URL, arena: Arena) => void, code: string]>({
  "left out": [(url) => url.searchParams.delete("X-Amz-Security-Token"), "InvalidAccessKeyId"],
  "of the other role": [
    (url, { stack }) =>
      url.searchParams.set("X-Amz-Security-Token", stack.roleKeys.arrivalCheck.sessionToken),
    "InvalidToken",
  ],
  "made up": [(url) => url.searchParams.set("X-Amz-Security-Token", "made"), "InvalidToken"],
}).map(([name, [change, code]]): Attack => ({
  name: `grant: with a session token ${name}`,
  run: async (arena) => {
    const { url, headers } = await arena.freshGrant();
    const changed = new URL(url);
    change(changed, arena);
    const answer = await fetch(changed, { method: "PUT", headers, body: BODY });
    const text = await answer.text();
    if (!text.includes(`<Code>${code}</Code>`)) return `S3 answered ${answer.status}: ${text}`;
    const honest = await fetch(url, { method: "PUT", headers, body: BODY });
    return honest.status === 200 ? undefined : `the grant itself then answered ${honest.status}`;
  },
}));

export const roleAttacks: readonly Attack[] = [...beyond, ...tokens, ...inGrants];
