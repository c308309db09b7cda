import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { RecordingToPlay } from "@tapedeck/core/contract";
import { AppError } from "@tapedeck/core/errors";
import { idOf } from "../../../recorder/src/testing/recording-ids.ts";
import { fileWith, PEAKS } from "../testing/peaks-file.ts";
import { sealedRecording } from "../testing/sealed-recording.ts";
import { idleSnapshot } from "../testing/snapshots.ts";
import { createPeaks } from "./create-peaks.ts";
import type { Sound } from "./find-sound.ts";
import type { PeaksAnswer, PeaksOrder } from "./peaks-worker.ts";

const MINUTE_MS = 60_000;
const recordingId = idOf(1);
const facts = { title: undefined, gaps: [], durationMs: 4000 };
const file = fileWith(PEAKS);
const wholeFile = (url: string): Sound => ({ kind: "url", url, sizeBytes: file.length, ...facts });

/** Three segments; the first byte of each is its only peak. */
const inSegments: RecordingToPlay = sealedRecording({
  durationMs: 300,
  segmentCount: 3,
  segments: [0, 1, 2].map((sequence) => ({
    sequence,
    sizeBytes: 1,
    sha256: "",
    startSample: sequence * 4800,
    sampleCount: 4800,
    url: `https://s3.invalid/${sequence}`,
    expiresAt: "2100-01-01T00:00:00.000Z",
  })),
});

let isOnline: boolean;
/** Every URL that was asked for, and every call of the API. */
let asked: string[];
/** Answers S3's requests while there is a network. */
let bucket: (url: string) => Response;
/** What the API answers to `recordings.get`. */
let stored: RecordingToPlay;
/** How many workers the browser has started. */
let workerCount: number;

/** Gives one peak for each file. */
class PlayedWorker {
  onmessage: ((event: { readonly data: PeaksAnswer }) => void) | undefined;
  onerror: (() => void) | undefined;
  constructor() {
    workerCount += 1;
    if (!isOnline) queueMicrotask(() => this.onerror?.());
  }
  postMessage(order: PeaksOrder): void {
    const tell = (data: PeaksAnswer) => this.onmessage?.({ data });
    queueMicrotask(() => {
      if ("isEnd" in order) return tell({ kind: "done" });
      tell({ kind: "peaks", peaks: order.file.slice(0, 1) });
      tell({ kind: "next" });
    });
  }
  terminate(): void {}
}

const setOnline = async (is: boolean) => {
  isOnline = is;
  dispatchEvent(new Event(is ? "online" : "offline"));
  await vi.advanceTimersByTimeAsync(0);
};

beforeEach(() => {
  vi.useFakeTimers();
  isOnline = true;
  asked = [];
  workerCount = 0;
  stored = inSegments;
  const events = new EventTarget();
  vi.stubGlobal("addEventListener", events.addEventListener.bind(events));
  vi.stubGlobal("removeEventListener", events.removeEventListener.bind(events));
  vi.stubGlobal("dispatchEvent", events.dispatchEvent.bind(events));
  vi.stubGlobal("navigator", {
    get onLine() {
      return isOnline;
    },
  });
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    if (!isOnline) throw new TypeError("Failed to fetch");
    return bucket(url);
  });
  vi.stubGlobal("AudioDecoder", class {});
  vi.stubGlobal("Worker", PlayedWorker);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function openPlayer() {
  const leaving = new AbortController();
  const peaks = createPeaks({
    owner: "ada",
    recorder: {
      snapshot: () => idleSnapshot(),
      subscribe: () => () => undefined,
      deviceCopies: () => Promise.resolve([]),
    },
    getRecording: async () => {
      asked.push("recordings.get");
      if (!isOnline) throw new AppError("OFFLINE", "no network");
      return stored;
    },
  });
  return {
    wave: () => [...(peaks.peaks() ?? [])],
    show: (sound: Sound) => peaks.show(recordingId, sound, leaving.signal),
    read: () => peaks.read(recordingId, leaving.signal),
    leave: () => leaving.abort(),
  };
}

describe("the wave of a whole file", () => {
  beforeEach(() => {
    bucket = (url) =>
      url.endsWith("new") ? new Response(file) : new Response("", { status: 403 });
    const url = "https://s3.invalid/new";
    const expiresAt = "2100-01-01T00:00:00.000Z";
    stored = sealedRecording({
      durationMs: 4000,
      wholeFile: { url, expiresAt, sizeBytes: file.length },
    });
  });

  test("comes once the network is back, with a new URL where the old one has expired", async () => {
    isOnline = false;
    const { show, wave } = openPlayer();
    const shown = show(wholeFile("https://s3.invalid/old"));
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(wave()).toEqual([]);
    await setOnline(true);
    await shown;
    expect(wave()).toEqual(PEAKS.flat());
    expect(workerCount).toBe(0);
  });

  test("is asked for a few times a minute while the network is away", async () => {
    isOnline = false;
    const { show, leave } = openPlayer();
    const shown = show(wholeFile("https://s3.invalid/old"));
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.length).toBeLessThan(60);
    leave();
    await shown;
  });

  test("is not asked for after the player was left", async () => {
    isOnline = false;
    const { show, leave, wave } = openPlayer();
    const shown = show(wholeFile("https://s3.invalid/old"));
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    leave();
    await shown;
    const { length } = asked;
    await setOnline(true);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(asked).toHaveLength(length);
    expect(wave()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("comes while another recording plays, once the network is back", async () => {
    isOnline = false;
    const read = openPlayer().read();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    await setOnline(true);
    expect([...((await read) ?? [])]).toEqual(PEAKS.flat());
  });
});

describe("a wave that is computed", () => {
  const sound: Sound = { kind: "segments", first: inSegments, ...facts };

  test("goes on where it stood when the network went, and reads no segment twice", async () => {
    bucket = (url) => new Response(Uint8Array.of(Number(url.at(-1)) + 7));
    const { show, wave } = openPlayer();
    let isCut = false;
    const before = bucket;
    bucket = (url) => {
      if (!url.endsWith("1") || isCut) return before(url);
      isCut = true;
      isOnline = false;
      throw new TypeError("Failed to fetch");
    };
    const shown = show(sound);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(wave()).toEqual([7]);
    await setOnline(true);
    await shown;
    expect(wave()).toEqual([7, 8, 9]);
    expect(asked.filter((url) => url.endsWith("/0"))).toHaveLength(1);
    expect(workerCount).toBe(1);
  });

  test("comes although its worker could not start without the network", async () => {
    bucket = (url) => new Response(Uint8Array.of(Number(url.at(-1)) + 7));
    isOnline = false;
    const { show, wave } = openPlayer();
    const shown = show(sound);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    await setOnline(true);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    await shown;
    expect(wave()).toEqual([7, 8, 9]);
  });

  test("ends where the recording was deleted", async () => {
    bucket = () => new Response("", { status: 404 });
    const { show, wave } = openPlayer();
    const shown = show(sound);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    await shown;
    expect(wave()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
