// Two mutations of one recording at once: one runs as a whole just before each call that the other makes to
// the store. Both get an answer, and the bucket is whole afterwards.
import { expect, test } from "vitest";
import type { Manifest } from "../contract.ts";
import { AppError } from "../errors.ts";
import { manifestMetadata } from "../manifest-metadata.ts";
import type { ObjectStore } from "../ports.ts";
import type { MemoryObjectStore } from "../testing/memory-object-store.ts";
import { interruptedStore } from "../testing/store-by-turns.ts";
import {
  gap,
  identity,
  identityRules,
  manifestKey,
  recordingId,
  sealByCount,
  segments,
  storedRecording,
  toSeal,
} from "../testing/stored-recording.ts";
import { isTombstone } from "../tombstone.ts";
import { deleteRecording } from "./delete-recording.ts";
import { recoverRecording } from "./recover-recording.ts";
import { renameRecording } from "./rename-recording.ts";
import { sealRecording } from "./seal-recording.ts";

const { clock, sha256 } = storedRecording(0);

const rename = (title: string) => (store: ObjectStore) =>
  renameRecording({ recordingId, title }, identity, { store, identityRules });
const seal = async (store: ObjectStore) =>
  sealRecording(await sealByCount(3), identity, { clock, sha256, store });
const extend = async (store: ObjectStore) =>
  sealRecording(await sealByCount(5), identity, { clock, sha256, store });
const remove = (store: ObjectStore) =>
  deleteRecording({ recordingId }, identity, { clock, store, identityRules });

const recover = (store: ObjectStore) =>
  recoverRecording({ recordingId }, identity, { clock, store, identityRules });

const SEALING = { "an extension": extend, "a seal": seal, "a recovery": recover };
const KEEPING = { "a rename": rename("outer"), ...SEALING };
const OTHERS = { "a rename": rename("inner"), ...SEALING };

type Run = (store: ObjectStore) => Promise<unknown>;

/** A sealed recording of three segments; the bucket holds two more. */
async function sealed() {
  const { store } = storedRecording(5);
  await sealRecording({ ...toSeal, title: "Standup" }, identity, { clock, sha256, store });
  return store;
}

const open = async () => storedRecording(5).store;

const codeOf = (thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown));
const outcome = (work: Promise<unknown>) => work.then(() => "done", codeOf);

/** The bucket and both answers after each interruption. */
async function endsOf(outer: Run, inner: Run, prepare: () => Promise<MemoryObjectStore>) {
  const ends = [];
  for (let call = 0; ; call++) {
    const store = await prepare();
    const inside: string[] = [];
    const between = async () => inside.push(await outcome(inner(store)));
    const racing = interruptedStore(store, call, between);
    const outside = await outcome(outer(racing.store));
    if (!racing.wasInterrupted()) break;
    const { text = "", metadata } = store.objects.get(manifestKey) ?? {};
    ends.push({ store, outside, inside, text, metadata });
  }
  expect(ends.length).toBeGreaterThan(0);
  return ends;
}

const pairs = <Outer extends object, Inner extends object>(outer: Outer, inner: Inner) =>
  Object.entries(outer).flatMap(([outerName, outerRun]: [string, Run]) =>
    Object.entries(inner).map(([innerName, innerRun]: [string, Run]) => ({
      name: `${innerName} during ${outerName}`,
      outer: outerRun,
      inner: innerRun,
      names: [outerName, innerName],
    })),
  );

test.each(pairs(KEEPING, OTHERS))(
  "$name: both succeed, and the manifest has what each of them wrote",
  async ({ outer, inner, names }) => {
    const count = names.includes("an extension") || names.includes("a recovery") ? 5 : 3;
    const [outerName, innerName] = names;
    const innerTitle = innerName === "a rename" ? "inner" : "Standup";
    // The outer one looks at the recording last.
    const title = outerName === "a rename" ? "outer" : innerTitle;
    for (const { outside, inside, text, metadata } of await endsOf(outer, inner, sealed)) {
      expect([outside, inside]).toEqual(["done", ["done"]]);
      const manifest = JSON.parse(text) as Manifest;
      expect(manifest).toMatchObject({ title, segments: segments(count), gaps: [gap] });
      expect(manifest.sampleCount).toBe(count * 240_000);
      expect(metadata).toEqual(manifestMetadata(manifest));
    }
  },
);

const OPENING = { "a seal": extend, "a recovery": recover };

test.each(pairs(OPENING, OPENING))(
  "$name of an open recording: both succeed, and the manifest has every segment",
  async ({ outer, inner }) => {
    for (const { outside, inside, text, metadata } of await endsOf(outer, inner, open)) {
      expect([outside, inside]).toEqual(["done", ["done"]]);
      const manifest = JSON.parse(text) as Manifest;
      expect(manifest.segments).toEqual(segments(5));
      expect(metadata).toEqual(manifestMetadata(manifest));
    }
  },
);

const DELETE = { "a delete": remove };

test.each([...pairs(KEEPING, DELETE), ...pairs(DELETE, { ...OTHERS, ...DELETE })])(
  "$name: the recording is deleted, and stays so",
  async ({ outer, inner, names }) => {
    const refusals = ["RECORDING_DELETED", "RECORDING_NOT_FOUND", "RECORDING_INCOMPLETE"];
    const ends = [...(await endsOf(outer, inner, sealed)), ...(await endsOf(outer, inner, open))];
    for (const { store, outside, inside, text } of ends) {
      const answers = names.map(
        (name, index) => [name, [outside, ...inside][index] ?? ""] as const,
      );
      const wrong = answers.filter(
        ([name, answer]) =>
          answer !== "done" && (name === "a delete" || !refusals.includes(answer)),
      );
      expect(wrong).toEqual([]);
      expect(store.libraryKeys()).toEqual([manifestKey]);
      expect(isTombstone(text)).toBe(true);
      expect(await outcome(extend(store))).toBe("RECORDING_DELETED");
    }
  },
);
