// Gives a recording or an upload an entry in the person's usage file before any grant for it is signed, or
// refuses it. A recording that runs began when there was room: it is refused far above the quota only (quota.ts).
import type { AppError } from "../errors.ts";
import type { Identity, IdentityRules } from "../identity.ts";
import { isTimestamp, recordingStartedAtMicros, type RecordingId, type Timestamp } from "../ids.ts";
import { LIMITS, RECORDER_LIMITS } from "../limits.ts";
import type { Clock } from "../ports.ts";
import { placesOf } from "../usecase/find-place.ts";
import { withEntry, type NewEntry } from "./count-again.ts";
import { countedNow, recounted, sumOf } from "./counted.ts";
import { measure } from "./measure.ts";
import { isFull, isFullForRunning, quotaOf, type Quota } from "./quota.ts";
import { quotaExceeded, tooManyEntries, tooManyOpen } from "./refusals.ts";
import { ageMs, entryOf, NOTHING, RESERVED_MS, type UsageEntry, type UsageFile } from "./usage.ts";
import { changeUsage, type UsageStore } from "./usage-store.ts";

/** What this process knows to be reserved. It spares most calls the look into the bucket. */
export interface ReservationMemory {
  isReserved(name: string, nowMs: number): boolean;
  remember(name: string, untilMs: number): void;
}

export interface ReservePorts {
  readonly clock: Clock;
  readonly store: UsageStore;
  readonly identityRules: Pick<IdentityRules, "userTypes">;
  readonly quota: Quota;
  readonly reservations: ReservationMemory;
}

/**
 * Costs nothing when this process reserved the recording in the last ten minutes, and one GET when another did.
 *
 * @param place - where the recording lies, or will
 * @throws {AppError} QUOTA_EXCEEDED – there is no room for a new recording
 * @throws {AppError} THROTTLED – too many recordings are open, or too many calls reserve at the same time
 */
export async function reserveRecording(
  recordingId: RecordingId,
  place: Identity,
  ports: ReservePorts,
): Promise<void> {
  const nowMs = ports.clock.nowMicros() / 1000;
  const { store, reservations } = ports;
  const name = `${place.userType}/${place.provider}/${place.sub}/${recordingId}`;
  if (reservations.isReserved(name, nowMs)) return;
  let reservedAtMs = nowMs;
  await changeOrRefuse(place, ports, nowMs, async (file) => {
    const known = entryOf(file, recordingId);
    if (known && !known.isEnded && ageMs(known, nowMs) < RESERVED_MS) {
      reservedAtMs = Date.parse(known.reservedAt);
      return { file };
    }
    reservedAtMs = nowMs;
    const found = await measure(store, place, recordingId);
    const { state, ...held } = found;
    const isReserved = known !== undefined && !known.isEnded && state === "absent";
    const isRunning = (state === "open" || isReserved) && isYoung(recordingId, nowMs);
    const { counted, sum, quota } = await countPerson(file, place, ports, nowMs, {
      id: recordingId,
      ...found,
    });
    const hasNoRoom = isRunning ? isFullForRunning(sum, quota) : isFull(sum, quota);
    const others = counted.changing.filter(({ id }) => id !== recordingId);
    const isCrowded = isRunning ? undefined : tooMany(others);
    const refusal = hasNoRoom ? quotaExceeded(sum, quota) : isCrowded;
    const isEnded = state === "ended" || state === "removed";
    return { file: counted, refusal, entry: { id: recordingId, ...held, isEnded, held } };
  });
  reservations.remember(name, reservedAtMs + RESERVED_MS);
}

/**
 * The size of a one-off upload is known, so it has to fit.
 *
 * @throws {AppError} QUOTA_EXCEEDED, THROTTLED
 */
export async function reserveUpload(
  { timestamp, sizeBytes }: { readonly timestamp: Timestamp; readonly sizeBytes: number },
  place: Identity,
  ports: Omit<ReservePorts, "reservations">,
): Promise<void> {
  const nowMs = ports.clock.nowMicros() / 1000;
  await changeOrRefuse(place, ports, nowMs, async (read) => {
    // A write that was stored and not answered is made again, and must not count its own entry.
    const file = { ...read, changing: read.changing.filter(({ id }) => id !== timestamp) };
    const { counted, sum, quota } = await countPerson(file, place, ports, nowMs);
    const doesFit = sum.sizeBytes + sizeBytes <= quota.maxSizeBytes;
    const hasNoRoom = !doesFit || isFull(sum, quota);
    const refusal = hasNoRoom ? quotaExceeded(sum, quota) : tooMany(counted.changing);
    const entry = { id: timestamp, sizeBytes, durationMs: 0, isEnded: true, held: NOTHING };
    return { file: counted, refusal, entry };
  });
}

interface Decision {
  readonly file: UsageFile;
  readonly refusal?: AppError | undefined;
  /** Added unless there is a refusal. */
  readonly entry?: NewEntry;
}

/** What was counted is kept also with a refusal: the next call needs no LIST for it. */
async function changeOrRefuse(
  place: Identity,
  { store }: Pick<ReservePorts, "store">,
  nowMs: number,
  decide: (file: UsageFile) => Promise<Decision>,
): Promise<void> {
  let refused: AppError | undefined;
  await changeUsage(store, place, nowMs, async (before) => {
    const { file, refusal, entry } = await decide(before);
    refused = refusal;
    return entry && refusal === undefined ? withEntry(file, entry, nowMs) : file;
  });
  if (refused) throw refused;
}

/** @param found - of the recording that asks, counted already */
async function countPerson(
  file: UsageFile,
  place: Identity,
  ports: Pick<ReservePorts, "identityRules" | "quota" | "store">,
  nowMs: number,
  found?: Parameters<typeof countedNow>[3]["found"],
) {
  const { store, identityRules, quota } = ports;
  const { keepDays } = quota;
  const [, ...others] = placesOf(place, identityRules);
  const [counted, ...elsewhere] = await Promise.all([
    countedNow(store, place, file, { nowMs, keepDays, ...(found && { found }) }),
    ...others.map((other) => recounted(store, other, { nowMs, keepDays })),
  ]);
  const files = [counted, ...elsewhere];
  return { counted, sum: sumOf(files, { nowMs, keepDays }), quota: quotaOf(files, quota) };
}

/** A recording ends itself after a day. An older one was cut off, and the rest of it has to find room. */
function isYoung(id: RecordingId, nowMs: number): boolean {
  const hours = RECORDER_LIMITS.recordingHours + LIMITS.recordingFutureSeconds / 3600;
  return recordingStartedAtMicros(id) / 1000 > nowMs - hours * 3_600_000;
}

function tooMany(others: readonly UsageEntry[]): AppError | undefined {
  const open = others.filter(({ id, isEnded }) => !isEnded && !isTimestamp(id));
  if (open.length >= LIMITS.openRecordingsPerPerson) return tooManyOpen();
  return others.length >= LIMITS.changingPerPerson ? tooManyEntries() : undefined;
}
