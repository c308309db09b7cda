// A person who has stored as much as they may, and tries to store more.
import type { Usage } from "@tapedeck/core/contract";
import { LOCAL_QUOTA } from "@tapedeck/local/start-stack";
import { bearer, unlessRefused, type Arena, type Attack } from "./arena.ts";
import { byNewcomer, segment, type Newcomer } from "./newcomer.ts";
import {
  anotherId,
  isFull,
  maxSizeBytes,
  oneOff,
  presign,
  setUsage,
  SMALL,
  stored,
} from "./quota-person.ts";

const today = () => new Date().toISOString().slice(0, 10);

/** All of them refused. */
const areFull = (answers: readonly Parameters<typeof unlessRefused>[0][]) =>
  answers.map(isFull).find((outcome) => outcome !== undefined);

/** An attack by a person at the quota. */
const atQuota = (
  name: string,
  run: (person: Newcomer, arena: Arena) => Promise<string | undefined>,
): Attack =>
  byNewcomer(`quota: ${name}`, async (person, arena) => {
    await setUsage(arena, person.prefix, stored(maxSizeBytes));
    return run(person, arena);
  });

const HOUR_MS = 3_600_000;
const DATES = {
  now: 0,
  "an hour ago": -HOUR_MS,
  "a month ago": -720 * HOUR_MS,
  "in 23 hours": 23 * HOUR_MS,
};

const plain: readonly Attack[] = [
  ...Object.entries(DATES).map(([when, byMs]) =>
    atQuota(`a new recording, dated ${when}`, async (person) =>
      isFull(await presign(person, anotherId(Date.now() + byMs))),
    ),
  ),
  ...[1, 100, 19_999].map((sequence) =>
    atQuota(`a recording that begins with segment ${sequence}`, async (person) =>
      isFull(await presign(person, anotherId(), {}, [segment(sequence)])),
    ),
  ),
  ...["customer", "hosts", "guests", "admins"].map((userType) =>
    atQuota(`a recording under ${userType}`, async (person) =>
      isFull(await presign(person, anotherId(), { userType })),
    ),
  ),
  atQuota("a recording with segments to verify", async (person) => {
    const { sequence, sizeBytes, sha256 } = segment(1);
    return isFull(
      await presign(person, anotherId(), { verify: [{ sequence, sizeBytes, sha256 }] }),
    );
  }),
  atQuota("a recording of a hundred segments", async (person) =>
    isFull(
      await presign(
        person,
        anotherId(),
        {},
        Array.from({ length: 100 }, (_, at) => segment(at)),
      ),
    ),
  ),
  atQuota("a one-off upload of one byte", async ({ call }) =>
    isFull(await call("uploads.presign", oneOff(1))),
  ),
  atQuota("a recording of an id that another person has sealed", async (person, arena) =>
    isFull(await presign(person, await arena.sealedOf(arena.victim))),
  ),
  atQuota("a recording of an id that another person records now", async (person, { recordingId }) =>
    isFull(await presign(person, recordingId)),
  ),
  atQuota("asking again and again", async (person) => {
    const id = anotherId();
    for (let tries = 0; tries < 5; tries++) {
      const outcome = isFull(await presign(person, id));
      if (outcome !== undefined) return outcome;
    }
    return undefined;
  }),
];

const atOnce: readonly Attack[] = [
  atQuota("20 recordings at once", async (person) =>
    areFull(await Promise.all(Array.from({ length: 20 }, () => presign(person, anotherId())))),
  ),
  atQuota("20 one-off uploads at once", async ({ call }) =>
    areFull(await Promise.all(Array.from({ length: 20 }, () => call("uploads.presign", oneOff())))),
  ),
  atQuota("20 calls for one recording at once", async (person) => {
    const id = anotherId();
    return areFull(await Promise.all(Array.from({ length: 20 }, () => presign(person, id))));
  }),
  byNewcomer("quota: ten uploads at once, of which one fits", async ({ call, prefix }, arena) => {
    await setUsage(arena, prefix, stored(maxSizeBytes - SMALL.length));
    const calls = Array.from({ length: 10 }, () => call("uploads.presign", oneOff()));
    const granted = (await Promise.all(calls)).filter(({ status }) => status === 200);
    return granted.length <= 1 ? undefined : `${granted.length} were granted`;
  }),
  byNewcomer("quota: twelve recordings at once, of which eight may be open", async (person) => {
    const calls = Array.from({ length: 12 }, () => presign(person, anotherId()));
    const granted = (await Promise.all(calls)).filter(({ status }) => status === 200);
    return granted.length <= 8 ? undefined : `${granted.length} were granted`;
  }),
  byNewcomer("quota: a ninth recording while eight are never sealed", async (person) => {
    for (let open = 0; open < 8; open++) {
      const answer = await presign(person, anotherId());
      if (answer.status !== 200) return `could not be tried: ${answer.text}`;
    }
    return unlessRefused(await presign(person, anotherId()), 429, "THROTTLED");
  }),
];

/** Seconds ago, so that the next grant is a new look at the bucket. */
const entry = (id: string, agoMs: number, sizeBytes = 1000) => ({
  id,
  sizeBytes,
  durationMs: 2000,
  reservedAt: new Date(Date.now() - agoMs).toISOString(),
  isEnded: true,
});

const changed: readonly Attack[] = [
  byNewcomer("quota: a recording that was deleted, stored again", async (person, arena) => {
    const { recordingId } = person;
    await setUsage(arena, person.prefix, {
      ...stored(maxSizeBytes),
      changing: [entry(recordingId, 20 * 60_000, 0)],
    });
    return isFull(await presign(person, recordingId));
  }),
  byNewcomer("quota: storing and deleting in turn", async (person, arena) => {
    await setUsage(arena, person.prefix, {
      ...stored(0),
      removed: [{ day: today(), sizeBytes: 2 * maxSizeBytes, durationMs: 0 }],
    });
    return isFull(await presign(person, anotherId()));
  }),
  byNewcomer("quota: after a change of group", async (person, arena) => {
    const prefix = person.prefix.replace("/customer/", "/hosts/");
    await setUsage(arena, prefix, stored(maxSizeBytes));
    return areFull([
      await presign(person, anotherId()),
      await person.call("uploads.presign", oneOff()),
    ]);
  }),
  byNewcomer("quota: by a second device, with a token of its own", async (person, arena) => {
    await setUsage(arena, person.prefix, stored(maxSizeBytes));
    const [, , , sub = ""] = person.prefix.split("/");
    const claims = arena.claims({ sub, jti: "another", "cognito:groups": ["hosts"] });
    const token = await arena.stack.cognito.signToken(claims);
    const body = JSON.stringify({ recordingId: anotherId(), segments: [segment(0)] });
    const authorization = `Bearer ${token}`;
    return isFull(await arena.stack.post("segments.presign", body, { authorization }));
  }),
  byNewcomer("quota: a usage file that is damaged", async (person, arena) => {
    await person.store(segment(0));
    await setUsage(arena, person.prefix, { atRest: { sizeBytes: -1e12, durationMs: 0 } });
    const { data } = await arena.stack.get("/trpc/usage.get", bearer(person.token));
    const { sizeBytes } = data as Usage;
    return sizeBytes === segment(0).sizeBytes ? undefined : `it counts ${sizeBytes}`;
  }),
  byNewcomer("quota: minutes in place of bytes", async (person, arena) => {
    const atRest = { sizeBytes: 0, durationMs: LOCAL_QUOTA.maxDurationMs };
    await setUsage(arena, person.prefix, { atRest });
    return isFull(await presign(person, anotherId()));
  }),
];

export const quotaAttacks: readonly Attack[] = [...plain, ...atOnce, ...changed];
