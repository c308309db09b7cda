// A device, a server and a bucket around the reducer: they do what a list of numbers says.
import type { UploadCommand } from "../upload/command.ts";
import type { UploadEvent } from "../upload/event.ts";
import type { RecordingRecord, SegmentRecord } from "../upload/records.ts";
import { reduce } from "../upload/reduce.ts";
import { NO_UPLOADS, type UploadState } from "../upload/upload-state.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { createUploadServer, keyOf } from "./upload-server.ts";
import { recordingRecord, segmentRecord } from "./upload-records.ts";

const RECORDING_COUNT = 3;
const WAKE_CAUSES = ["network", "signed-in", "room"] as const;
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
  readonly timer: number;
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
  const server = createUploadServer();
  const { onDevice, verified, manifests } = server;
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
        timers.push({ atMs: nowMs + command.inMs, timer: command.timer });
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

  /** A segment turns up that was missing between others. @returns whether one was missing */
  function find(pick: number): boolean {
    const index = pick % RECORDING_COUNT;
    const known = recorded[index];
    if (known === undefined || known.isEnded) return false;
    const sequence = known.segments.findIndex((segment, position) => segment.sequence > position);
    if (sequence < 0) return false;
    const segment = segmentRecord(index, sequence);
    known.segments.splice(sequence, 0, segment);
    read(index, [segment], true);
    return true;
  }

  function end(pick: number): void {
    const index = pick % RECORDING_COUNT;
    const known = recorded[index];
    if (known === undefined || known.isEnded) return;
    // A recorder that ends has stored every segment.
    while (find(index)) continue;
    known.isEnded = true;
    read(index, known.segments, pick % 2 === 0);
  }

  function answer(pick: number, isWell: boolean): void {
    const command = pending[pick % pending.length];
    if (command === undefined) return;
    pending = pending.filter((each) => each !== command);
    const event = server.answerTo(command, isWell ? undefined : Math.floor(pick / 8), nowMs);
    answered.push(event);
    happen(event, (pick % 100) / 100);
  }

  function ring(pick: number): void {
    const live = timers[pick % timers.length];
    if (live === undefined) return;
    timers = timers.filter((each) => each !== live);
    nowMs = Math.max(nowMs, live.atMs);
    happen({ kind: "timer-rang", timer: live.timer });
  }

  const world: UploadWorld = {
    state: () => state,
    pending: () => pending,
    timers: () => timers,
    step: ({ act, pick }) => {
      switch (act) {
        case "record":
          return record(pick);
        case "end":
          return end(pick);
        case "answer":
          return answer(pick, pick % 2 === 0);
        case "ring":
          return ring(pick);
        case "find":
          find(pick);
          return;
        case "wake":
          return happen({ kind: "woken", cause: WAKE_CAUSES[pick % 3] ?? "room" });
        case "retry": {
          const segment = recorded[pick % RECORDING_COUNT]?.segments[pick % 4];
          return happen({ kind: "retried", segment: pick % 3 === 0 ? undefined : segment });
        }
        case "fill":
          return server.fillDisk(pick % 2 === 0);
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
      server.fillDisk(false);
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
