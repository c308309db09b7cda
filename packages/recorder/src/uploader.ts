// Brings segments to the bucket: grant, PUT, and the one retry loop. The policy of retrying is
// core's; what a refusal means is s3-refusal's; what reaches the screen is the snapshot's.
import { AppError, toAppError, type ErrorCode } from "@tapedeck/core/errors";
import type { Grant } from "@tapedeck/core/contract";
import type { RecordingId } from "@tapedeck/core/ids";
import { LIMITS } from "@tapedeck/core/limits";
import { decideRetry } from "@tapedeck/core/retry";
import type { Environment } from "./environment.ts";
import type { RecordingApi } from "./ports.ts";
import type { SegmentSnapshot } from "./snapshot.ts";
import {
  hasUsableGrant,
  isReady,
  newUpload,
  toGrantRequest,
  toSnapshot,
  type Upload,
} from "./upload.ts";
import type { RecordedSegment } from "./worker-protocol.ts";

/**
 * PUTs at a time. S3 speaks HTTP/1.1, over which browsers open six connections to a host: four
 * drain a backlog about as fast as an uplink can, and leave two for playing back.
 */
const MAX_PUTS = 4;

/** A grant is not used in its last half minute: the PUT has to arrive before it expires. */
const GRANT_MARGIN_SECONDS = 30;

/**
 * How often to try without an `online` event. Browsers have been wrong about being offline where
 * virtual network adapters confuse them, and a missed event must not strand a recording.
 */
const OFFLINE_PROBE_MS = 30_000;

/** Failures that the return of the network cures. */
const CURED_BY_NETWORK: ReadonlySet<ErrorCode> = new Set(["OFFLINE", "CONNECTION_LOST"]);

export interface SegmentRef {
  readonly recordingId: RecordingId;
  readonly sequence: number;
}

export interface Uploader {
  /** Takes over a segment; its bytes stay in memory until they are stored. */
  add(segment: RecordedSegment): void;
  /** Starts a waiting or failed segment again, with all its attempts. Any other is left alone. */
  retry(segment: SegmentRef): void;
  retryAll(): void;
  /** Every segment ever added, newest first. */
  segments(): readonly SegmentSnapshot[];
  /** Abandons what is not stored yet. */
  dispose(): void;
}

export function createUploader(options: {
  readonly api: RecordingApi;
  readonly environment: Environment;
  readonly onChange: () => void;
}): Uploader {
  const { api, environment, onChange } = options;
  const uploads: Upload[] = [];
  /** Not stored yet, oldest first. */
  let open: Upload[] = [];
  let isPresigning = false;
  let putCount = 0;
  const disposed = new AbortController();
  const stopListening = environment.onOnline(() => {
    const cured = (code: ErrorCode) => CURED_BY_NETWORK.has(code);
    restart((upload) => upload.status.kind === "waiting" && cured(upload.status.code));
  });

  const nowMs = () => Math.floor(environment.clock.nowMicros() / 1000);
  const canPut = (upload: Upload) => isReady(upload) && hasUsableGrant(upload, nowMs());
  const needsGrant = (upload: Upload) => isReady(upload) && !hasUsableGrant(upload, nowMs());

  /** Starts all that can be started; called whenever anything has changed. */
  function pump(): void {
    if (disposed.signal.aborted) return;
    if (!isPresigning) {
      const [first, ...others] = open.filter(needsGrant);
      if (first) {
        const sameRecording = others.filter(
          ({ segment }) => segment.recordingId === first.segment.recordingId,
        );
        void presign(
          first.segment.recordingId,
          [first, ...sameRecording].slice(0, LIMITS.segmentsPerCall),
        );
      }
    }
    while (putCount < MAX_PUTS) {
      const next = open.find(canPut);
      if (next?.grant === undefined || next.bytes === undefined) break;
      void put(next, next.grant, next.bytes);
    }
    onChange();
  }

  async function presign(recordingId: RecordingId, batch: readonly Upload[]): Promise<void> {
    isPresigning = true;
    for (const upload of batch) upload.status = { kind: "presigning" };
    // By this device's clock on both ends, from before the question was asked: `expiresAt` is the
    // server's time, and devices have been wrong by more than a grant lives.
    const usableSeconds = LIMITS.grantExpiresInSeconds - GRANT_MARGIN_SECONDS;
    const usableUntilMs = nowMs() + usableSeconds * 1000;
    try {
      const grants = await api.presignSegments(
        { recordingId, segments: batch.map(toGrantRequest) },
        { signal: disposed.signal },
      );
      if (grants.length !== batch.length) {
        throw new AppError("INTERNAL", `Asked for ${batch.length} grants, got ${grants.length}.`);
      }
      batch.forEach((upload, index) => {
        upload.grant = grants[index];
        upload.grantUsableUntilMs = usableUntilMs;
        upload.status = { kind: "recorded" };
      });
    } catch (thrown) {
      // One throw of the dice for all: they come due together and share the next call too.
      const random01 = environment.random01();
      for (const upload of batch) takeFailure(upload, toAppError(thrown), random01);
    } finally {
      isPresigning = false;
      pump();
    }
  }

  async function put(upload: Upload, grant: Grant, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    putCount += 1;
    upload.status = { kind: "uploading", sentBytes: 0 };
    try {
      await environment.putObject({
        grant,
        bytes,
        signal: disposed.signal,
        onProgress: (sentBytes) => {
          upload.status = { kind: "uploading", sentBytes };
          onChange();
        },
      });
      takeStored(upload);
    } catch (thrown) {
      const error = toAppError(thrown);
      // An earlier PUT of these bytes was stored and its answer lost. Nobody else can have written
      // there: this page made the key's random id, and S3 stores nothing but what a grant of this
      // person names. That no attempt of ours is known to have failed says nothing: Chromium sends
      // a PUT again by itself when a kept-alive connection breaks, and hides it (measured).
      if (error.code === "OBJECT_EXISTS") takeStored(upload);
      else takeFailure(upload, error, environment.random01());
    } finally {
      putCount -= 1;
      pump();
    }
  }

  function takeStored(upload: Upload): void {
    upload.status = { kind: "uploaded" };
    upload.bytes = undefined;
    upload.grant = undefined;
    open = open.filter((other) => other !== upload);
  }

  function takeFailure(upload: Upload, { code, details }: AppError, random01: number): void {
    if (disposed.signal.aborted) return;
    const retryAfter = details["retryAfterMs"];
    const decision = decideRetry({
      code,
      attempt: upload.failedAttempts,
      online: environment.isOnline(),
      random01,
      retryAfterMs: typeof retryAfter === "number" ? retryAfter : undefined,
    });
    switch (decision.kind) {
      case "give-up":
        upload.status = { kind: "failed", code };
        return;
      case "wait-online":
        wait(upload, "OFFLINE", OFFLINE_PROBE_MS);
        return;
      case "presign-again":
        upload.grant = undefined;
        break;
      case "retry":
        break;
    }
    upload.failedAttempts += 1;
    wait(upload, code, decision.inMs);
  }

  function wait(upload: Upload, code: ErrorCode, inMs: number): void {
    upload.status = { kind: "waiting", retryAtMs: nowMs() + inMs, code };
    upload.cancelTimer = environment.setTimer(inMs, () => {
      upload.status = { kind: "recorded" };
      pump();
    });
  }

  function restart(isWanted: (upload: Upload) => boolean): void {
    for (const upload of open.filter(isWanted)) {
      upload.cancelTimer();
      upload.status = { kind: "recorded" };
    }
    pump();
  }

  function restartByHand(isWanted: (upload: Upload) => boolean): void {
    restart((upload) => {
      const { kind } = upload.status;
      if ((kind !== "waiting" && kind !== "failed") || !isWanted(upload)) return false;
      upload.failedAttempts = 0;
      return true;
    });
  }

  return {
    add: (segment) => {
      const upload = newUpload(segment);
      uploads.push(upload);
      open.push(upload);
      if (!environment.isOnline()) wait(upload, "OFFLINE", OFFLINE_PROBE_MS);
      pump();
    },
    retry: ({ recordingId, sequence }) => {
      restartByHand(
        ({ segment }) => segment.recordingId === recordingId && segment.sequence === sequence,
      );
    },
    retryAll: () => {
      restartByHand(() => true);
    },
    segments: () => uploads.map(toSnapshot).reverse(),
    dispose: () => {
      disposed.abort();
      stopListening();
      for (const upload of open) upload.cancelTimer();
    },
  };
}
