// One-off uploads are named by a time: attacks on other people's, on deleted ones, and by false names.
import type { RecordingPage } from "@tapedeck/core/contract";
import { unlessRefused, type Attack } from "./arena.ts";
import { byNewcomer, bytesOf, enter, put, segment, type Newcomer } from "./newcomer.ts";

const absent = (answer: Parameters<typeof unlessRefused>[0]) =>
  unlessRefused(answer, 404, "RECORDING_NOT_FOUND");

const listOf = async ({ call }: Newcomer, input: object = {}) => {
  const { data } = await call("recordings.list", { limit: 100, ...input });
  return (data as RecordingPage).recordings.map(({ id }) => id);
};

/** Attacks another person's upload, which must stay as it was. */
const onAnothers = (
  name: string,
  ask: (thief: Newcomer, recordingId: string) => Promise<string | undefined>,
): Attack =>
  byNewcomer(`upload: another's ${name}`, async (owner, arena) => {
    const recordingId = await owner.upload();
    const outcome = await ask(await enter(arena), recordingId);
    if (outcome !== undefined) return outcome;
    const { status, text } = await owner.call("recordings.get", { recordingId });
    return status === 200 && !text.includes("stolen") ? undefined : `its owner got ${text}`;
  });

const anothers: readonly Attack[] = [
  onAnothers("read", async ({ call }, recordingId) =>
    absent(await call("recordings.get", { recordingId })),
  ),
  onAnothers("renamed", async ({ call }, recordingId) =>
    absent(await call("recordings.rename", { recordingId, title: "stolen" })),
  ),
  onAnothers("deleted", async ({ call }, recordingId) => {
    const { data } = await call("recordings.delete", { recordingId });
    return JSON.stringify(data) === '{"objectCount":0}' ? undefined : JSON.stringify(data);
  }),
  onAnothers("listed", async (thief, recordingId) =>
    (await listOf(thief)).includes(recordingId) ? "it is listed" : undefined,
  ),
  onAnothers("listed from just after it on", async (thief, recordingId) =>
    (await listOf(thief, { cursor: `${recordingId}-ZZZZZZ` })).length === 0
      ? undefined
      : "it is listed",
  ),
  onAnothers("taken for a recording", async ({ call }, recordingId) => {
    const input = { recordingId, segments: [segment(0)] };
    return unlessRefused(await call("segments.presign", input), 400, "INPUT_INVALID");
  }),
  onAnothers("sealed", async ({ seal }, recordingId) => {
    const input = { recordingId, segments: [segment(0)] };
    return unlessRefused(await seal(input), 400, "INPUT_INVALID");
  }),
];

/** Made of a true timestamp. */
const NAMES: Readonly<Record<string, (timestamp: string) => string>> = {
  "its file's": (timestamp) => `${timestamp}.webm`,
  "a segment's": (timestamp) => `${timestamp}_000000`,
  "one with a line after it": (timestamp) => `${timestamp}\n`,
  "one in a folder": (timestamp) => `./${timestamp}`,
  "one of a month that there is not": (timestamp) => timestamp.replace(/^(\d{4})-../, "$1-13"),
  "one of the last of February": (timestamp) => timestamp.replace(/^\d{4}-..-../, "2026-02-30"),
  "one with digits of another script": (timestamp) => timestamp.replace("2", "２"),
  "one of milliseconds": (timestamp) => timestamp.slice(0, -3),
};

const byName = Object.entries(NAMES).flatMap(([name, nameOf]) =>
  ["recordings.get", "recordings.delete"].map((procedure) =>
    byNewcomer(`upload: ${procedure} by ${name}`, async (owner) => {
      const timestamp = await owner.upload();
      const answer = await owner.call(procedure, { recordingId: nameOf(timestamp) });
      const outcome = unlessRefused(answer, 400, "INPUT_INVALID");
      if (outcome !== undefined) return outcome;
      return (await listOf(owner)).includes(timestamp) ? undefined : "it is gone";
    }),
  ),
);

const deleted: readonly Attack[] = [
  ...Object.entries({
    read: ["recordings.get", {}],
    renamed: ["recordings.rename", { title: "back" }],
  } as const).map(([name, [procedure, input]]) =>
    byNewcomer(`upload: a deleted one ${name}`, async ({ upload, call }) => {
      const recordingId = await upload();
      await call("recordings.delete", { recordingId });
      return absent(await call(procedure, { recordingId, ...input }));
    }),
  ),
  byNewcomer("upload: a deleted one by the very grant that stored it", async (owner) => {
    const { sizeBytes, sha256 } = segment(0);
    const input = { contentType: "audio/webm", sizeBytes, sha256 };
    const { data } = await owner.call("uploads.presign", input);
    const grant = data as Parameters<typeof put>[0] & { readonly key: string };
    const recordingId = /([^/]+)\.webm$/.exec(grant.key)?.[1] ?? "";
    await put(grant, bytesOf(0));
    await owner.call("recordings.delete", { recordingId });
    await put(grant, bytesOf(0));
    if ((await listOf(owner)).includes(recordingId)) return "it is listed again";
    return absent(await owner.call("recordings.get", { recordingId }));
  }),
];

export const uploadAttacks: readonly Attack[] = [...anothers, ...byName, ...deleted];
