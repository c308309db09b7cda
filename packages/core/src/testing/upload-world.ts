// A device, a server and a bucket around the reducer: they do what a list of numbers says.
import type { ErrorCode } from "../error-codes.ts";
import { AppError } from "../errors.ts";
import type { UploadCommand, SaveCommand } from "../upload/command.ts";
import type { SaveOutcome, TimerTarget, UploadEvent } from "../upload/event.ts";
import type { RecordingRecord, SegmentRecord } from "../upload/records.ts";
import { reduce } from "../upload/reduce.ts";
import { NO_UPLOADS, type UploadState } from "../upload/upload-state.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { recordingRecord, segmentRecord } from "./upload-records.ts";

const RECORDING_COUNT = 3;
/** A step of the bucket's or the server's fails with one of these. */
const FAILURES: readonly ErrorCode[] = [
  "CONNECTION_LOST",
  "TIMEOUT",
  "OFFLINE",
  "NOT_SIGNED_IN",
  "THROTTLED",
  "GRANT_EXPIRED",
  "UPLOAD_REFUSED",
  "OBJECT_EXISTS",
  "INPUT_INVALID",
  "BUCKET_BLOCKED",
];

/** @property pick - which of the things that can be done, and how it goes */
export interface WorldStep {
  readonly act:
    | "record"
    | "find"
    | "end"
    | "answer"
    | "repeat"
    | "ring"
    | "wake"
    | "retry"
    | "wait"
    | "fill";
  readonly pick: number;
}

export interface LiveTimer {
  readonly atMs: number;
  readonly target: TimerTarget;
}

export interface UploadWorld {
  state(): UploadState;
  /** Commands that have not been answered. */
  pending(): readonly UploadCommand[];
  timers(): readonly LiveTimer[];
  step(step: WorldStep): void;
  /** Answers everything well until nothing moves any more. */
  finish(): void;
}

/** @param onStep - after every event */
export function createUploadWorld(options: {
  readonly onStep: (before: UploadState, event: UploadEvent, world: UploadWorld) => void;
  /** A rule of the device is broken: the reducer wants something that loses sound. */
  readonly onLoss: (what: string) => void;
}): UploadWorld {
  let state: UploadState = NO_UPLOADS;
  let nowMs = 1_000_000;
  let pending: UploadCommand[] = [];
  let timers: LiveTimer[] = [];
  const answered: UploadEvent[] = [];
  const keyOf = ({ recordingId, sequence }: Pick<SegmentRecord, "recordingId" | "sequence">) =>
    `${recordingId}/${sequence}`;
  const inBucket = new Set<string>();
  const onDevice = new Set<string>();
  const verified = new Set<string>();
  const manifests = new Set<string>();
  /** The disk takes no records, but sound can be removed from it. */
  let isFull = false;
  /** By recording: what has been recorded of it, and whether it has ended. */
  const recorded = Array.from({ length: RECORDING_COUNT }, () => ({
    segments: [] as SegmentRecord[],
    isEnded: false,
  }));

  function happen(event: UploadEvent, random01 = 0.5): void {
    const before = deepFreeze(state);
    const [next, commands] = reduce(before, event, { nowMs, random01, isOnline: true });
    state = next;
    for (const command of commands) {
      if (command.kind === "start-timer") {
        timers.push({ atMs: nowMs + command.inMs, target: command.target });
      } else if (command.kind !== "tell") {
        checkCommand(command);
        pending.push(command);
      }
    }
    options.onStep(before, event, world);
  }

  function checkCommand(command: UploadCommand): void {
    if (command.kind === "seal") {
      const isWhole = command.segments.every((segment) => verified.has(keyOf(segment)));
      if (!isWhole) options.onLoss("a recording is sealed before all of it is verified");
    }
    if (command.kind !== "save") return;
    for (const { segment } of command.removeFiles) {
      if (!verified.has(keyOf(segment))) options.onLoss("sound that is not verified is removed");
      if (!onDevice.has(keyOf(segment))) options.onLoss("sound without a record is removed");
    }
    for (const record of command.recordings) {
      const index = indexOf(record);
      const isWhole = recorded[index]?.segments.every((segment) => onDevice.has(keyOf(segment)));
      if (isWhole !== true) options.onLoss("'ended' is saved before the segments are");
    }
    for (const { recordingId } of command.forget) {
      const hasSound = recorded[indexOf({ recordingId })]?.segments.length !== 0;
      if (hasSound && !manifests.has(recordingId)) options.onLoss("unsealed sound is forgotten");
    }
  }

  function read(index: number, segments: readonly SegmentRecord[], isSaved: boolean): void {
    const record = recordOf(index);
    if (isSaved) for (const segment of segments) onDevice.add(keyOf(segment));
    happen({ kind: "records-read", record, segments, isSaved });
  }

  const recordOf = (index: number): RecordingRecord =>
    recordingRecord(index, { state: recorded[index]?.isEnded ? "ended" : "open" });

  function record(pick: number): void {
    const index = pick % RECORDING_COUNT;
    const known = recorded[index];
    if (known === undefined || known.isEnded) return;
    // A power cut may have taken one; and one that was missing may be found.
    const last = known.segments.at(-1)?.sequence ?? -1;
    const sequence = last + 1 + (pick % 7 === 0 ? 1 : 0);
    const life =
      pick % 5 === 0 ? ({ kind: "stuck", code: "TIMEOUT", next: "upload" } as const) : undefined;
    const segment = segmentRecord(index, sequence, life ? { life } : {});
    known.segments.push(segment);
    read(index, [segment], pick % 4 !== 0);
  }

  /** A segment turns up that was missing between others. */
  function find(pick: number): void {
    const index = pick % RECORDING_COUNT;
    const known = recorded[index];
    if (known === undefined || known.isEnded) return;
    const sequence = known.segments.findIndex((segment, position) => segment.sequence > position);
    if (sequence < 0) return;
    const segment = segmentRecord(index, sequence);
    known.segments.splice(sequence, 0, segment);
    read(index, [segment], true);
  }

  function end(pick: number): void {
    const index = pick % RECORDING_COUNT;
    const known = recorded[index];
    if (known === undefined || known.isEnded) return;
    known.isEnded = true;
    read(index, known.segments, pick % 2 === 0);
  }

  function answer(pick: number, isWell: boolean): void {
    const command = pending[pick % pending.length];
    if (command === undefined) return;
    pending = pending.filter((each) => each !== command);
    const event = answerTo(command, isWell ? undefined : Math.floor(pick / 8));
    answered.push(event);
    happen(event, (pick % 100) / 100);
  }

  /** @param luck - how it goes; well unless given */
  function answerTo(command: UploadCommand, luck: number | undefined): UploadEvent {
    const isBad = luck !== undefined && luck % 3 === 0;
    const error = new AppError(FAILURES[(luck ?? 0) % FAILURES.length] ?? "INTERNAL", "scripted");
    switch (command.kind) {
      case "request-grants": {
        const { recordingId } = command;
        const sequences = command.segments.map(({ sequence }) => sequence);
        const asked = command.verify.map(({ sequence }) => sequence);
        if (isBad) return { kind: "grants-failed", recordingId, sequences, asked, error };
        return {
          kind: "granted",
          recordingId,
          sequences,
          asked,
          grants: sequences.map((sequence) => grant(`${recordingId}/${sequence}`)),
          verdicts: luck !== undefined && luck % 3 === 1 ? [] : verdictsOn(command.verify, luck),
          told: undefined,
          usableUntilMs: nowMs + 270_000,
          isServerOlder: luck !== undefined && luck % 11 === 0,
        };
      }
      case "put": {
        const { recordingId, sequence } = command.segment;
        // The answer may be lost although the bytes arrived; and S3's 200 may be a stranger's.
        if (luck === undefined || luck % 5 !== 0) inBucket.add(keyOf(command.segment));
        if (!isBad) return { kind: "put-ended", recordingId, sequence, hasFile: true };
        return { kind: "put-failed", recordingId, sequence, error, hasMoved: luck % 2 === 0 };
      }
      case "hash": {
        const { recordingId, sequence, sampleCount, sizeBytes, sha256 } = command.segment;
        if (isBad) return { kind: "hash-failed", recordingId, sequence, error };
        const isDamaged = luck !== undefined && luck % 3 === 1;
        const found = { sampleCount: sampleCount - (isDamaged ? 1 : 0), sizeBytes, sha256 };
        return { kind: "hashed", recordingId, sequence, found };
      }
      case "verify": {
        const { recordingId } = command;
        const sequences = command.segments.map(({ sequence }) => sequence);
        if (isBad) return { kind: "verify-failed", recordingId, sequences, error };
        return {
          kind: "verdicts-given",
          recordingId,
          sequences,
          verdicts: verdictsOn(command.segments, luck),
          userType: undefined,
          isServerOlder: false,
        };
      }
      case "seal": {
        const { recordingId } = command.record;
        if (isBad) return { kind: "seal-failed", recordingId, error };
        manifests.add(recordingId);
        return { kind: "sealed", recordingId, isServerOlder: false };
      }
      case "save":
        return { kind: "saved", ...save(command, luck) };
      case "start-timer":
      case "tell":
        throw new Error("not answered");
    }
  }

  function verdictsOn(segments: readonly SegmentRecord[], luck: number | undefined) {
    return segments
      .filter((_, index) => luck === undefined || (luck + index) % 6 !== 0)
      .map((segment, index) => {
        const { sequence } = segment;
        if (!inBucket.has(keyOf(segment))) return { sequence, state: "missing" } as const;
        const kind = luck === undefined ? 2 : (luck + index) % 5;
        if (kind === 0) return { sequence, state: "mismatch" } as const;
        if (kind === 1) return { sequence, state: "mismatch", checksum: "absent" } as const;
        verified.add(keyOf(segment));
        return { sequence, state: "verified" } as const;
      });
  }

  function save(command: SaveCommand, luck: number | undefined): SaveOutcome {
    if (isFull) {
      return {
        segments: [],
        removedFiles: command.removeFiles.map(({ segment }) => segment),
        recordings: [],
        forgotten: command.forget.map(({ recordingId }) => recordingId),
        isFailed: command.segments.length + command.recordings.length > 0,
      };
    }
    const isFailed = luck !== undefined && luck % 2 === 0;
    const areSegmentsSaved = !isFailed || luck % 4 !== 0;
    const some = <Item>(items: readonly Item[]) =>
      isFailed ? items.slice(0, luck % (items.length + 1)) : items;
    const segments = areSegmentsSaved ? command.segments : [];
    for (const segment of segments) onDevice.add(keyOf(segment));
    return {
      segments,
      removedFiles: some(command.removeFiles).map(({ segment }) => segment),
      recordings: some(command.recordings),
      forgotten: some(command.forget).map(({ recordingId }) => recordingId),
      isFailed,
    };
  }

  function ring(pick: number): void {
    const timer = timers[pick % timers.length];
    if (timer === undefined) return;
    timers = timers.filter((each) => each !== timer);
    nowMs = Math.max(nowMs, timer.atMs);
    happen({ kind: "timer-rang", target: timer.target });
  }

  const world: UploadWorld = {
    state: () => state,
    pending: () => pending,
    timers: () => timers,
    step: ({ act, pick }) => {
      switch (act) {
        case "record":
          return record(pick);
        case "find":
          return find(pick);
        case "end":
          return end(pick);
        case "answer":
          return answer(pick, pick % 2 === 0);
        case "ring":
          return ring(pick);
        case "wake":
          return happen({ kind: "woken", cause: pick % 2 === 0 ? "network" : "signed-in" });
        case "retry": {
          const segment = recorded[pick % RECORDING_COUNT]?.segments[pick % 4];
          return happen({ kind: "retried", segment: pick % 3 === 0 ? undefined : segment });
        }
        case "fill":
          isFull = !isFull;
          return;
        case "wait":
          nowMs += (pick % 400) * 1000;
          return;
        case "repeat": {
          const event = answered[pick % answered.length];
          if (event) happen(event);
        }
      }
    },
    finish: () => {
      isFull = false;
      for (let index = 0; index < RECORDING_COUNT; index++) end(index);
      happen({ kind: "retried", segment: undefined });
      for (let steps = 0; pending.length + timers.length > 0; steps++) {
        if (steps > 10_000) throw new Error("it never comes to rest");
        if (pending.length > 0) answer(0, true);
        else ring(0);
      }
    },
  };

  const indexOf = ({ recordingId }: Pick<RecordingRecord, "recordingId">) =>
    Array.from({ length: RECORDING_COUNT }, (_, index) => recordOf(index)).findIndex(
      (each) => each.recordingId === recordingId,
    );

  return world;
}

function grant(key: string) {
  return {
    key,
    url: `https://bucket.example/${key}`,
    headers: {},
    expiresAt: "2026-11-23T00:05:00.000Z",
  };
}
