// The main promise: a person speaks into a browser, and S3 gets playable files with no sound lost.
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from "mediabunny";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { PACKET_SAMPLES, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { joinSegments } from "@tapedeck/core/webm/join";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { locateWindows } from "../fixtures/signal/locate.ts";
import { makeNoise } from "../fixtures/signal/noise.ts";
import { startTestStack } from "../fixtures/stack/test-stack.ts";
import { chooseSegmentSeconds, collectErrors, recordFor } from "../fixtures/browser/app.ts";
import { enterAs } from "./enter.ts";
import type { StoredObject } from "../fixtures/stack/bucket.ts";
import { encodeContinuously, tapEncoder, givenRecordings, soundPackets } from "./encoder-tap.ts";
import { decode, play, snrDb } from "./playback.ts";
import { expectComplete, readRecordings, type BucketRecording } from "./recordings.ts";
import { SIGNAL_SECONDS } from "../fixtures/signal/signal-seconds.ts";

/** 20 ms: here a listener would hear a decoder that starts cold. */
const FIRST_PACKET = PACKET_SAMPLES;

interface Plan {
  readonly segmentSeconds: number;
  readonly recordSeconds: number;
  readonly segmentCount: number;
}

// Longer than 31 s, because a silent audio sink inserts 20 to 30 ms at about 30 s.
const LONG: Plan = { segmentSeconds: 5, recordSeconds: 36, segmentCount: 8 };
const SHORT: Plan = { segmentSeconds: 2, recordSeconds: 9, segmentCount: 5 };
const COARSE: Plan = { segmentSeconds: 10, recordSeconds: 23, segmentCount: 3 };
const PLANS = [LONG, SHORT, COARSE];

interface Recorded extends AsyncDisposable {
  readonly page: Page;
  readonly errors: readonly string[];
  readonly recording: BucketRecording;
  /** Each segment, decoded by itself. */
  readonly alone: readonly Float32Array[];
}

const recorded = new Map<Plan, Promise<Recorded>>();
const cleanup = new AsyncDisposableStack();
let signal: Float32Array;

beforeAll(async () => {
  signal = makeNoise(SIGNAL_SECONDS);
  const browser = await openBrowser({ microphone: "granted" });
  cleanup.defer(() => browser.close());
  const recordInTurn = async (plan: Plan) => cleanup.use(await record(browser, plan));
  // The two short plans together take as long as the long one; two cores can record two at a time.
  const short = recordInTurn(SHORT);
  recorded.set(LONG, recordInTurn(LONG));
  recorded.set(SHORT, short);
  recorded.set(
    COARSE,
    short.then(() => recordInTurn(COARSE)),
  );
  await Promise.all(recorded.values());
}, 300_000);
afterAll(() => cleanup.disposeAsync());

async function record(browser: Browser, plan: Plan): Promise<Recorded> {
  await using opened = new AsyncDisposableStack();
  const stack = opened.use(await startTestStack({ webDir: inject("webDir") }));
  const context = await browser.newContext();
  opened.defer(() => context.close());
  const errors = collectErrors(context);
  await tapEncoder(context, { withSound: true });
  const page = await context.newPage();
  await enterAs(page, stack, "ada");
  await chooseSegmentSeconds(page, plan.segmentSeconds);
  await recordFor(page, plan.recordSeconds);
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("nothing was recorded");
  const alone: Float32Array[] = [];
  for (const { bytes } of recording.segments) alone.push(await decode(page, bytes));
  const kept = opened.move();
  return { page, errors, recording, alone, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

describe.each(PLANS)("a recording of $recordSeconds s in segments of $segmentSeconds s", (plan) => {
  let page: Page;
  let errors: readonly string[];
  let recording: BucketRecording;
  let objects: readonly StoredObject[];
  let alone: readonly Float32Array[];

  beforeAll(async () => {
    const found = await recorded.get(plan);
    if (found === undefined) throw new Error("this plan was not recorded");
    ({ page, errors, recording, alone } = found);
    objects = recording.segments;
  });

  test("is stored under its user's prefix, with one object per segment and no hole", () => {
    expect(objects.length).toBeGreaterThanOrEqual(plan.segmentCount);
    const [first] = objects;
    if (first?.object.kind !== "segment") throw new Error("the first object is no segment");
    expect(first.identity).toMatchObject({ userType: "hosts", provider: "cognito" });
    const { recordingId } = first.object;
    objects.forEach(({ identity, object }, sequence) => {
      expect(identity).toEqual(first.identity);
      expect(object).toEqual({ kind: "segment", recordingId, sequence });
    });
  });

  test("is sealed by a manifest that names exactly these files and all of the sound", () => {
    const { manifest } = expectComplete(recording);
    // A busy machine may drop time, and the manifest then lists it. Tests below measure lost sound.
    expect(manifest.gaps.filter(({ reason }) => reason !== "lost")).toEqual([]);
    expect(manifest.sampleCount).toBe(alone.reduce((sum, { length }) => sum + length, 0));
  });

  test("names the samples of each object in its metadata", () => {
    let startSample = 0;
    objects.forEach(({ bytes, contentType, metadata }, sequence) => {
      const { sampleCount } = readSegment(bytes);
      expect(contentType).toBe("audio/webm;codecs=opus");
      expect(metadata).toEqual({
        "format-version": "1",
        "sample-count": String(sampleCount),
        "start-sample": String(startSample),
      });
      const wholeSegment = plan.segmentSeconds * SAMPLE_RATE_HZ;
      expect(sampleCount).toBeLessThanOrEqual(wholeSegment);
      // Only the last segment may be shorter.
      expect(sampleCount === wholeSegment || sequence === objects.length - 1).toBe(true);
      startSample += sampleCount;
    });
    expect(startSample / SAMPLE_RATE_HZ).toBeGreaterThan(plan.recordSeconds - 1);
  });

  test("decodes, each file alone, to exactly the declared samples", () => {
    const declared = objects.map(({ bytes }) => readSegment(bytes).sampleCount);
    expect(alone.map((samples) => samples.length)).toEqual(declared);
  });

  test("plays, each file alone, to the end, with the right duration", async () => {
    for (const { bytes } of objects) {
      const { sampleCount, durationMs } = readSegment(bytes);
      const seconds = sampleCount / SAMPLE_RATE_HZ;
      expect(durationMs / 1000).toBeCloseTo(seconds, 6);
      const played = await play(page, bytes);
      expect(played.durationSeconds).toBeCloseTo(seconds, 3);
      // Chromium's playhead counts the unplayed pre-roll too: up to 100 ms.
      expect(played.endedAtSeconds).toBeGreaterThan(seconds - 0.03);
      expect(played.endedAtSeconds).toBeLessThan(seconds + 0.11);
    }
  });

  test("has no lost or doubled sample, at a boundary or elsewhere", () => {
    const windows = locateWindows(concatenate(alone), signal);
    const offsetAt = (sample: number) => windows.find(({ at }) => at === sample)?.offset ?? NaN;
    const steps = boundaries(alone).map((at) => offsetAt(at) - offsetAt(at - 4800));
    console.log(
      `samples lost or doubled at ${steps.length} boundaries:`,
      steps.map((s) => s.toFixed(3)).join(" "),
    );
    expect(steps.length).toBe(objects.length - 1);
    for (const step of steps) expect(Math.abs(step)).toBeLessThan(0.5);
    const offsets = windows.map(({ offset }) => offset);
    expect(Math.max(...offsets) - Math.min(...offsets)).toBeLessThan(1);
  });

  test("joins to the encoder's own packets, which equal one continuous encode", async () => {
    const joined = readSegment(joinSegments(objects.map(({ bytes }) => bytes))).packets.map((p) =>
      Buffer.from(p),
    );
    const [given] = await givenRecordings(page);
    expect(joined.length).toBeGreaterThan((plan.recordSeconds - 1) * 50);
    expect(joined).toEqual(given && soundPackets(given));
    expect(sameUpTo(joined, await encodeContinuously(page))).toBe(joined.length);
  });

  test("starts each segment like the continuous decode, to 20 dB or better over the first 20 ms", async () => {
    const whole = await decode(page, joinSegments(objects.map(({ bytes }) => bytes)));
    expect(whole.length).toBe(concatenate(alone).length);
    const ratios = boundaries(alone).map((at, i) =>
      snrDb(
        whole.subarray(at, at + FIRST_PACKET),
        (alone[i + 1] ?? whole).subarray(0, FIRST_PACKET),
      ),
    );
    console.log(
      "dB in the first 20 ms of each segment:",
      ratios.map((r) => r.toFixed(1)).join(" "),
    );
    for (const ratio of ratios) expect(ratio).toBeGreaterThanOrEqual(20);
  });

  test("gives mediabunny, an independent reader, the same packets in every file", async () => {
    for (const { bytes } of objects) {
      using input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
      const track = await input.getPrimaryAudioTrack();
      if (track === null) throw new Error("mediabunny sees no audio track");
      expect(track.codec).toBe("opus");
      expect(track.sampleRate).toBe(SAMPLE_RATE_HZ);
      const packets: Buffer[] = [];
      for await (const packet of new EncodedPacketSink(track).packets()) {
        packets.push(Buffer.from(packet.data));
      }
      const ours = readSegment(bytes).packets.map((p) => Buffer.from(p));
      expect(packets.length).toBe(ours.length);
      expect(sameUpTo(packets, ours)).toBe(ours.length);
    }
  });

  test("causes no error in the page or its workers", () => {
    expect(errors).toEqual([]);
  });
});

function concatenate(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The first sample of every segment except the first. */
function boundaries(pieces: readonly Float32Array[]): number[] {
  let at = 0;
  return pieces.slice(0, -1).map((piece) => (at += piece.length));
}

/** The number of equal packets, counted from the first. */
function sameUpTo(a: readonly Buffer[], b: readonly Buffer[]): number {
  const differing = a.findIndex((packet, i) => !packet.equals(b[i] ?? Buffer.alloc(0)));
  return differing < 0 ? a.length : differing;
}
