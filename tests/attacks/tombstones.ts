// Tries to bring deleted recordings back, and to forge tombstones.
import type { RecordingPage, SegmentVerdicts } from "@tapedeck/core/contract";
import { unlessRefused, type Attack } from "./arena.ts";
import {
  byNewcomer,
  byOwnerOfTwo,
  bytesOf,
  digestOf,
  put,
  segment,
  sha256Of,
  toVerify,
  type Newcomer,
} from "./newcomer.ts";

const [first, second, third] = [segment(0), segment(1), segment(2)];
const BOTH = { segmentCount: 2, digest: digestOf(first, second) };
const TOMBSTONE = (recordingId: string) =>
  JSON.stringify({ formatVersion: 1, recordingId, deletedAt: "2026-01-01T00:00:00.000Z" });

async function isListed({ call }: Newcomer, id: string): Promise<boolean> {
  const { data } = await call("recordings.list", { limit: 100 });
  return (data as RecordingPage).recordings.some((recording) => recording.id === id);
}

/** A recording that was sealed and deleted; it must stay gone. */
const onDeleted = (
  name: string,
  revive: (owner: Newcomer) => Promise<string | undefined>,
): Attack =>
  byOwnerOfTwo(`tombstone: a deleted recording ${name}`, async (owner) => {
    const { recordingId, seal, call } = owner;
    const sealed = await seal(BOTH);
    const deleted = await call("recordings.delete", { recordingId });
    if (sealed.status !== 200 || deleted.status !== 200) return "could not be tried";
    const outcome = await revive(owner);
    if (outcome !== undefined) return outcome;
    if (await isListed(owner, recordingId)) return "it is listed again";
    const got = await call("recordings.get", { recordingId });
    return unlessRefused(got, 404, "RECORDING_NOT_FOUND");
  });

const isDeleted = (answer: Awaited<ReturnType<Newcomer["seal"]>>) =>
  unlessRefused(answer, 409, "RECORDING_DELETED");

const revived: readonly Attack[] = [
  onDeleted("sealed by count", async ({ seal }) => isDeleted(await seal(BOTH))),
  onDeleted("sealed with more", async (owner) => {
    await owner.store(first, second, third);
    const digest = digestOf(first, second, third);
    return isDeleted(await owner.seal({ segmentCount: 3, digest }));
  }),
  onDeleted("sealed by the place where it lies", async ({ seal }) =>
    isDeleted(await seal({ ...BOTH, userType: "customer" })),
  ),
  onDeleted("stored again, whose sound then stays", async (owner) => {
    await owner.store(first, second);
    const outcome = isDeleted(await owner.seal(BOTH));
    if (outcome !== undefined) return outcome;
    const { recordingId } = owner;
    const segments = [toVerify(first), toVerify(second)];
    const { data } = await owner.call("segments.verify", { recordingId, segments });
    const states = (data as SegmentVerdicts).segments.map(({ state }) => state).join();
    return states === "missing,missing" ? undefined : `its segments are ${states}`;
  }),
  onDeleted("stored again and recovered", async (owner) => {
    const { recordingId, call, store } = owner;
    await store(first, second);
    return isDeleted(await call("recordings.recover", { recordingId }));
  }),
  onDeleted("stored again and not sealed", ({ store }) =>
    store(first, second).then(() => undefined),
  ),
  onDeleted("renamed", async ({ call, recordingId }) =>
    unlessRefused(
      await call("recordings.rename", { recordingId, title: "back" }),
      404,
      "RECORDING_NOT_FOUND",
    ),
  ),
  onDeleted("read from its second page on", async ({ call, recordingId }) =>
    unlessRefused(
      await call("recordings.get", { recordingId, firstSequence: 1 }),
      404,
      "RECORDING_NOT_FOUND",
    ),
  ),
  onDeleted("deleted again, and its tombstone with it", async ({ call, recordingId }) => {
    const { data } = await call("recordings.delete", { recordingId });
    const { objectCount } = data as { objectCount: number };
    return objectCount === 0 ? undefined : `${objectCount} objects were deleted`;
  }),
  byNewcomer("tombstone: a deleted segment by the very grant that stored it", async (owner) => {
    const { recordingId, grantsFor, call, seal } = owner;
    const [grant] = await grantsFor(first);
    if (grant === undefined) return "no grant";
    await put(grant, bytesOf(0));
    await call("recordings.delete", { recordingId });
    await put(grant, bytesOf(0));
    if (await isListed(owner, recordingId)) return "it is listed again";
    return isDeleted(await seal({ segmentCount: 1, digest: digestOf(first) }));
  }),
];

/** Only the API writes at a manifest's key: a title cannot become a tombstone, or undo one. */
const forged: readonly Attack[] = [
  byOwnerOfTwo("tombstone: one as the title of a seal", async (owner) => {
    const { recordingId, seal } = owner;
    const title = TOMBSTONE(recordingId);
    const { status } = await seal({ ...BOTH, title });
    const isThere = status === 200 && (await isListed(owner, recordingId));
    return isThere ? undefined : "the recording is hidden";
  }),
  byOwnerOfTwo("tombstone: one as a new title", async (owner) => {
    const { recordingId, seal, call } = owner;
    await seal(BOTH);
    await call("recordings.rename", { recordingId, title: TOMBSTONE(recordingId) });
    const { status } = await call("recordings.get", { recordingId });
    return status === 200 ? undefined : "the recording is hidden";
  }),
  byNewcomer("tombstone: one as an upload's title", async (owner) => {
    const recordingId = await owner.upload();
    await owner.call("recordings.rename", { recordingId, title: TOMBSTONE(recordingId) });
    const { status } = await owner.call("recordings.get", { recordingId });
    return status === 200 ? undefined : "the upload is hidden";
  }),
  byNewcomer(
    "tombstone: one as the bytes of a segment, put at the manifest's key",
    async (owner) => {
      const bytes = Buffer.from(TOMBSTONE(owner.recordingId));
      const named = segment(0, { sizeBytes: bytes.length, sha256: sha256Of(bytes) });
      const [grant] = await owner.grantsFor(named);
      if (grant === undefined) return "no grant";
      const { status } = await fetch(grant.url.replace("_000000.webm", ".json"), {
        method: "PUT",
        headers: grant.headers,
        body: bytes,
      });
      return status === 403 ? undefined : `S3 answered ${status}`;
    },
  ),
  byOwnerOfTwo("tombstone: deleted by the time it began, as an upload", async (owner) => {
    const { recordingId, seal, call } = owner;
    await seal(BOTH);
    const { data } = await call("recordings.delete", { recordingId: recordingId.slice(0, -7) });
    const { status } = await call("recordings.get", { recordingId });
    const isThere = status === 200 && (data as { objectCount: number }).objectCount === 0;
    return isThere ? undefined : "the recording is gone";
  }),
];

export const tombstoneAttacks: readonly Attack[] = [...revived, ...forged];
