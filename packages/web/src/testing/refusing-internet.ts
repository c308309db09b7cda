// The whole way from a device to the bucket, without the network: the page's API client and PUT, the engine's
// uploader, and the rules of core on a store in memory. A stranger may answer each request instead.
import type {
  Grant,
  PresignSegmentsInput,
  SealRecordingInput,
  VerifySegmentsInput,
} from "@tapedeck/core/contract";
import { makeRecordingId } from "@tapedeck/core/ids";
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import type { PutToSign } from "@tapedeck/core/ports";
import { createMemoryObjectStore } from "../../../core/src/testing/memory-object-store.ts";
import { ROOMY } from "../../../core/src/testing/roomy-quota.ts";
import { presignSegments } from "@tapedeck/core/usecase/presign-segments";
import { sealRecording } from "@tapedeck/core/usecase/seal-recording";
import { verifySegments } from "@tapedeck/core/usecase/verify-segments";
import { createPutObject, type UploadRequest } from "../../../recorder/src/upload/put-object.ts";
import { journalRecording } from "../../../recorder/src/testing/journaled-recording.ts";
import { createVirtualEnvironment } from "../../../recorder/src/testing/virtual-environment.ts";
import { createUploader } from "../../../recorder/src/upload/uploader.ts";
import { createDeviceView } from "../../../recorder/src/upload/device-view.ts";
import { writtenRecords } from "../../../recorder/src/upload/written-records.ts";
import { messageFor } from "../text/messages.ts";
import { fetchFromApi } from "../api/api-answer.ts";
import { createRecordingApi } from "../api/recording-api.ts";
import { createServerClock } from "../api/server-clock.ts";
import type { Session } from "../session/session.ts";

export type Step = "presign" | "put" | "verify" | "seal";

/** `unreadable`: the connection breaks, or a preflight is refused; a page cannot distinguish them. */
export type Answer = { readonly status: number; readonly body: string } | "unreadable";

const IDENTITY = { userType: "customer", provider: "cognito", sub: "ada" };
const PACKETS_PER_SEGMENT = 2;
const SEGMENTS = 3;

const STEPS: Readonly<Record<string, Exclude<Step, "put">>> = {
  "/trpc/segments.presign": "presign",
  "/trpc/segments.verify": "verify",
  "/trpc/recordings.seal": "seal",
};

export function createRefusingInternet() {
  const environment = createVirtualEnvironment();
  const store = createMemoryObjectStore();
  const signed = new Map<string, PutToSign>();
  const refusals = new Map<Step, Answer>();
  const ports = {
    ...ROOMY,
    clock: environment.clock,
    store,
    sha256: (bytes: Uint8Array<ArrayBuffer>) => environment.sha256(bytes),
    signer: {
      signPut: async (put: PutToSign): Promise<Grant> => {
        const url = `https://bucket.example/${signed.size}`;
        signed.set(url, put);
        return { key: put.key, url, headers: {}, expiresAt: "2026-11-23T00:05:00.000Z" };
      },
    },
  };

  const answers = {
    presign: (input) => presignSegments(input as PresignSegmentsInput, IDENTITY, ports),
    verify: (input) => verifySegments(input as VerifySegmentsInput, IDENTITY, ports),
    seal: (input) => sealRecording(input as SealRecordingInput, IDENTITY, ports),
  } satisfies Record<string, (input: unknown) => Promise<unknown>>;

  /** Replaces the global `fetch`. */
  async function fetch(path: string, { body }: { readonly body: string }): Promise<Response> {
    const step = STEPS[path];
    if (step === undefined) throw new Error(`nothing answers ${path}`);
    const refusal = refusals.get(step);
    if (refusal === "unreadable") throw new TypeError("Failed to fetch");
    if (refusal !== undefined) return new Response(refusal.body, { status: refusal.status });
    return Response.json({ result: { data: await answers[step](JSON.parse(body)) } });
  }

  class PlayedRequest extends EventTarget implements UploadRequest {
    status = 0;
    responseText = "";
    readonly upload = { addEventListener: () => undefined };
    #url = "";
    open(_method: "PUT", url: string) {
      this.#url = url;
    }
    setRequestHeader() {}
    getResponseHeader() {
      return null;
    }
    abort() {}
    send() {
      queueMicrotask(() => this.#answer());
    }
    #answer() {
      const refusal = refusals.get("put");
      const put = signed.get(this.#url);
      if (refusal === "unreadable" || put === undefined) {
        this.dispatchEvent(new Event("error"));
        return;
      }
      this.status = refusal?.status ?? 200;
      this.responseText = refusal?.body ?? "";
      if (refusal === undefined) store.objects.set(put.key, put);
      this.dispatchEvent(new Event("load"));
    }
  }

  const session: Session = {
    accessToken: async () => "token",
    forget: () => undefined,
    currentSignInId: async () => "this one",
  };
  const serverClock = createServerClock({
    fetch: fetchFromApi,
    nowMs: () => environment.nowMs(),
    monotonicMs: () => environment.nowMs(),
  });
  /** Every sentence that the page showed, in the order of first appearance. */
  const sentences = new Set<string>();
  const safeties = new Set<string>();
  const view = createDeviceView({
    readerOf: () => records,
    nowMs: () => environment.nowMs(),
    onChange: () => {
      safeties.add(view.safety(true));
      for (const { recordingId, state } of view.recordings()) {
        if (typeof state !== "string") sentences.add(messageFor(state.code).happened);
        for (const { status } of view.segments(recordingId)) {
          if ("code" in status) sentences.add(messageFor(status.code).happened);
        }
      }
    },
    onFailure: (thrown) => {
      throw thrown;
    },
  });
  const uploader = createUploader({
    api: createRecordingApi(session, serverClock),
    environment: {
      ...environment,
      putObject: createPutObject({
        createRequest: () => new PlayedRequest(),
        setTimer: (delayMs, callback) => environment.setTimer(delayMs, callback),
      }),
    },
    storage: environment.storage,
    listener: {
      onChange: (recordingId, sequences) => view.changed(recordingId, sequences),
      onProgress: (segment, sentBytes) => view.progressed(segment, sentBytes),
    },
  });
  const records = writtenRecords(uploader, environment.storage.records);

  return {
    environment,
    fetch,
    refusals,
    view,
    sentences,
    safeties,
    uploader,
    /** An ended recording, of which the bucket has nothing yet. */
    record: async () => {
      const sampleCount = SEGMENTS * PACKETS_PER_SEGMENT * PACKET_SAMPLES;
      const { journal, segments } = await journalRecording(environment, {
        recordingId: makeRecordingId(1_795_392_000_000_000, new Uint8Array(6)),
        packetsPerSegment: PACKETS_PER_SEGMENT,
        sampleCount,
      });
      const recording = await journal.finish(sampleCount);
      view.changed(recording.recordingId);
      return { recording, segments };
    },
    /** @returns the time until all recordings were sealed; `undefined` if it took longer than the limit */
    sealedAfterMs: async (limitMs: number) => {
      for (let passedMs = 0; passedMs <= limitMs; passedMs += 1000) {
        if (view.recordings().every(({ state }) => state === "sealed")) return passedMs;
        await environment.advance(1000);
      }
      return undefined;
    },
  };
}
