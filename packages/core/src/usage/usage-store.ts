// Reads and writes a person's usage file. Calls that change it at the same time do not undo each other.
import type { Identity } from "../identity.ts";
import { AppError } from "../errors.ts";
import { objectKey } from "../object-key.ts";
import type { ObjectStore, StoredJson } from "../ports.ts";
import { rebuildUsage } from "./rebuild.ts";
import { EMPTY_USAGE, totalOf, usageFile, type UsageFile } from "./usage.ts";

export type UsageStore = Pick<
  ObjectStore,
  "head" | "list" | "putJsonIfAbsent" | "readJson" | "replaceJson"
>;

/**
 * Of calls that change one file, one succeeds at each try. A studio of 8 devices on one account begins 8
 * recordings at once.
 */
const MAX_TRIES = 12;

/** Another try may succeed at once. */
const RETRY_AFTER_MS = 1000;

export interface ReadUsage {
  readonly file: UsageFile;
  /** As in {@link ObjectStore.replaceJson}; absent when there is no object yet. */
  readonly version: string | undefined;
}

/** Where there is none, or a damaged one, it is made of what the bucket holds. */
export async function readUsage(
  store: UsageStore,
  place: Identity,
  nowMs: number,
): Promise<ReadUsage> {
  const stored = await store.readJson(objectKey(place, { kind: "usage" }));
  const known = stored && salvaged(stored);
  const file = known?.isWhole ? known.file : await rebuildUsage(store, place, nowMs, known?.file);
  return { file, version: stored?.version };
}

/**
 * @param change - gives the new file; called again when another call was faster
 * @throws {AppError} THROTTLED – others keep changing it
 */
export async function changeUsage(
  store: UsageStore,
  place: Identity,
  nowMs: number,
  change: (file: UsageFile) => Promise<UsageFile>,
): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const { file, version } = await readUsage(store, place, nowMs);
    const changed = await change(file);
    const isKept = version !== undefined || totalOf(file).sizeBytes === 0;
    if (isKept && JSON.stringify(changed) === JSON.stringify(file)) return;
    if (await writeUsage(store, place, changed, version)) return;
  }
  throw new AppError("THROTTLED", "Too many requests of this person store at the same time.", {
    details: { retryAfterMs: RETRY_AFTER_MS },
  });
}

/** @returns `false` when it has changed, or appeared, since it was read */
export async function writeUsage(
  store: UsageStore,
  place: Identity,
  file: UsageFile,
  version: string | undefined,
): Promise<boolean> {
  const [key, json] = [objectKey(place, { kind: "usage" }), JSON.stringify(file)];
  const outcome =
    version === undefined
      ? await store.putJsonIfAbsent(key, json, {})
      : await store.replaceJson(key, json, {}, version);
  return outcome === "stored";
}

/**
 * Of a damaged one, what no LIST can tell is kept: the person's own quota, and what they removed.
 *
 * @throws {AppError} SERVICE_UNAVAILABLE – a newer release has written it: this one must not overwrite it
 */
function salvaged({ text }: StoredJson): { readonly file: UsageFile; readonly isWhole: boolean } {
  const content = contentOf(text);
  const whole = usageFile.safeParse(content);
  if (whole.success) return { file: whole.data, isWhole: true };
  const version = Number(content["formatVersion"]);
  if (version > EMPTY_USAGE.formatVersion) {
    throw new AppError("SERVICE_UNAVAILABLE", `The usage file has the format ${version}.`);
  }
  const { quota, removed } = usageFile.shape;
  return {
    file: {
      ...EMPTY_USAGE,
      quota: quota.safeParse(content["quota"]).data,
      removed: removed.safeParse(content["removed"]).data ?? [],
    },
    isWhole: false,
  };
}

function contentOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? { ...content } : {};
  } catch {
    return {};
  }
}
