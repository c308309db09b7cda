// A server, a bucket and a device's disk, whose answers a number decides: see upload-world.ts.
import type { ErrorCode } from "../error-codes.ts";
import { AppError } from "../errors.ts";
import type { SaveCommand, UploadCommand } from "../upload/command.ts";
import type { SaveOutcome, UploadEvent } from "../upload/event.ts";
import type { SegmentRecord } from "../upload/records.ts";

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
  "QUOTA_EXCEEDED",
];

export function keyOf({
  recordingId,
  sequence,
}: Pick<SegmentRecord, "recordingId" | "sequence">): string {
  return `${recordingId}/${sequence}`;
}

export function createUploadServer() {
  const inBucket = new Set<string>();
  const onDevice = new Set<string>();
  const verified = new Set<string>();
  const manifests = new Set<string>();
  /** The disk takes no records, but sound can be removed from it. */
  let isFull = false;

  /** @param luck - how it goes; well unless given */
  function answerTo(command: UploadCommand, luck: number | undefined, nowMs: number): UploadEvent {
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

  return {
    onDevice,
    verified,
    manifests,
    answerTo,
    fillDisk: (isFilled: boolean) => {
      isFull = isFilled;
    },
  };
}

function grant(key: string) {
  return {
    key,
    url: `https://bucket.example/${key}`,
    headers: {},
    expiresAt: "2026-11-23T00:05:00.000Z",
  };
}
