// A signed-in attacker reaches for other people's objects; a stranger goes straight to the bucket.
import type { Grant, SegmentVerdicts } from "@tapedeck/core/contract";
import { BODY, SEGMENT, bearer, unlessRefused, type Arena, type Attack } from "./arena.ts";
import { PROCEDURES } from "./procedures.ts";

const asAttacker = ({ stack, attacker }: Arena, procedure: string, input: unknown) =>
  stack.post(procedure, JSON.stringify(input), bearer(attacker.token));

const { sequence, sizeBytes, sha256 } = SEGMENT;

/** Fields that would name a place in the bucket, if the contract had them. */
const PLACES = ["key", "prefix", "sub", "userType", "provider", "bucket", "owner", "__proto__"];

const inTheApi: readonly Attack[] = [
  {
    name: "other people: verifying the victim's segment tells nothing",
    run: async (arena) => {
      const segments = [{ sequence, sizeBytes, sha256 }];
      const input = { recordingId: arena.recordingId, segments };
      const { data } = await asAttacker(arena, "segments.verify", input);
      const state = (data as SegmentVerdicts).segments[0]?.state;
      return state === "missing" ? undefined : `told ${state}`;
    },
  },
  {
    name: "other people: sealing the victim's recording",
    run: async (arena) => {
      const input = { recordingId: arena.recordingId, segments: [SEGMENT], gaps: [] };
      return unlessRefused(
        await asAttacker(arena, "recordings.seal", input),
        422,
        "RECORDING_INCOMPLETE",
      );
    },
  },
  {
    name: "other people: a grant for the victim's recording is for the attacker's own prefix",
    run: async (arena) => {
      const input = { recordingId: arena.recordingId, segments: [SEGMENT] };
      const { data } = await asAttacker(arena, "segments.presign", input);
      const { key } = (data as Grant[])[0] ?? { key: "none" };
      return key.startsWith(arena.attacker.prefix) ? undefined : `got ${key}`;
    },
  },
  ...PLACES.map((field): Attack => ({
    name: `other people: the field ${field} of the attacker's own`,
    run: async (arena) => {
      const upload = { contentType: "audio/webm", sizeBytes, sha256 };
      // Written by hand: a literal `__proto__` would set the prototype and send nothing.
      const body = JSON.stringify(upload).replace(
        "{",
        `{"${field}":${JSON.stringify(arena.victimKey)},`,
      );
      const answer = await arena.stack.post("uploads.presign", body, bearer(arena.attacker.token));
      if (answer.status !== 200) return unlessRefused(answer, 400, "INPUT_INVALID");
      const { key } = answer.data as Grant;
      return key.startsWith(arena.attacker.prefix) ? undefined : `got ${key}`;
    },
  })),
  ...["../x", "..%2fx", "a/b", "%00", "2026-11-23-08-15-30-123456-7ZK3QF/../../x"].map(
    (recordingId): Attack => ({
      name: `other people: the recording id ${JSON.stringify(recordingId)}`,
      run: async (arena) => {
        const input = { recordingId, segments: [SEGMENT] };
        return unlessRefused(
          await asAttacker(arena, "segments.presign", input),
          400,
          "INPUT_INVALID",
        );
      },
    }),
  ),
  ...PROCEDURES.map(({ name, type }): Attack => ({
    name: `a stranger: ${name} without a token`,
    run: async ({ stack }) => {
      const answer =
        type === "query" ? await stack.get(`/trpc/${name}`) : await stack.post(name, "{}");
      return unlessRefused(answer, 401, "NOT_SIGNED_IN");
    },
  })),
];

const BUCKET: Readonly<
  Record<string, (arena: Arena) => readonly [path: string, init: RequestInit]>
> = {
  "lists the bucket": () => ["/", {}],
  "lists the victim's prefix": ({ victim }) => [`/?list-type=2&prefix=${victim.prefix}`, {}],
  "lists versions": () => ["/?versions", {}],
  "reads the bucket's policy": () => ["/?policy", {}],
  "reads the victim's segment": ({ victimKey }) => [`/${victimKey}`, {}],
  "asks whether it is there": ({ victimKey }) => [`/${victimKey}`, { method: "HEAD" }],
  "reads it under another name": ({ victimKey }) => [
    `/${victimKey}?response-content-disposition=attachment%3B%20filename%3D%22a%0D%0Ax%3A%20y%22`,
    {},
  ],
  "deletes it": ({ victimKey }) => [`/${victimKey}`, { method: "DELETE" }],
  "overwrites it": ({ victimKey }) => [`/${victimKey}`, { method: "PUT", body: BODY }],
  "deletes by the list": () => ["/?delete", { method: "POST", body: "<Delete/>" }],
  "posts a form": () => ["/", { method: "POST", body: new FormData() }],
  "signs with nothing": ({ victimKey }) => [
    `/${victimKey}`,
    { headers: { authorization: "AWS4-HMAC-SHA256 x" } },
  ],
  "sends an access token": ({ victimKey, attacker }) => [
    `/${victimKey}`,
    { headers: bearer(attacker.token) },
  ],
};

const atTheBucket = Object.entries(BUCKET).map(([name, make]): Attack => ({
  name: `a stranger: ${name}`,
  run: async (arena) => {
    const [path, init] = make(arena);
    const { status } = await fetch(`${arena.stack.s3.url}/${arena.stack.bucket}${path}`, init);
    return status >= 400 && status < 500 ? undefined : `S3 answered ${status}`;
  },
}));

export const otherPeopleAttacks: readonly Attack[] = [...inTheApi, ...atTheBucket];
