// segments.verify and recordings.seal through the real handler and the S3 stand-in.
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Grant, Manifest, SegmentToStore, SegmentVerdicts } from "@tapedeck/core/contract";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { LIMITS } from "@tapedeck/core/limits";
import { REQUEST_BODY_BYTES } from "../../infra/imitated/edge.ts";
import type { Answer } from "../fixtures/stack/test-stack.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const tokens = { ada: await stack.tokenOf("ada"), ben: await stack.tokenOf("ben") };

const bodyOf = (sequence: number) => Buffer.from(`segment ${sequence} `.repeat(50));
const segmentOf = (sequence: number): SegmentToStore => ({
  sequence,
  sizeBytes: bodyOf(sequence).length,
  sha256: createHash("sha256").update(bodyOf(sequence)).digest("base64"),
  startSample: sequence * 96_000,
  sampleCount: 96_000,
});

/** As recordings.seal wants it. */
function digestOf(sequences: readonly number[]): string {
  const hashes = sequences.map((sequence) => Buffer.from(segmentOf(sequence).sha256, "base64"));
  return createHash("sha256").update(Buffer.concat(hashes)).digest("base64");
}

async function call(user: "ada" | "ben", procedure: string, input: unknown): Promise<Answer> {
  const authorization = `Bearer ${tokens[user]}`;
  return stack.post(procedure, JSON.stringify(input), { authorization });
}

let nextRecording = 0;
/** A recording of Ada's, with that many segments in the bucket. */
async function store(count: number): Promise<RecordingId> {
  const suffix = Uint8Array.of(0, 0, 0, 0, 0, nextRecording++);
  const recordingId = makeRecordingId(Date.now() * 1000, suffix);
  const segments = Array.from({ length: count }, (_, sequence) => segmentOf(sequence));
  const { data } = await call("ada", "segments.presign", { recordingId, segments });
  for (const [sequence, grant] of (data as Grant[]).entries()) {
    const put = await fetch(grant.url, {
      method: "PUT",
      headers: grant.headers,
      body: bodyOf(sequence),
    });
    expect(put.status).toBe(200);
  }
  return recordingId;
}

const seal = (
  recordingId: RecordingId,
  sequences: readonly number[],
  user: "ada" | "ben" = "ada",
) => call(user, "recordings.seal", { recordingId, segments: sequences.map(segmentOf), gaps: [] });

describe("segments.verify", () => {
  test("tells of each segment, in order, whether it is stored, missing or different", async () => {
    const recordingId = await store(3);
    const asked = [5, 2, 1, 0].map(segmentOf).map(({ sequence, sizeBytes, sha256 }) => ({
      sequence,
      sizeBytes: sequence === 2 ? sizeBytes + 1 : sizeBytes,
      sha256: sequence === 1 ? segmentOf(9).sha256 : sha256,
    }));
    const { data } = await call("ada", "segments.verify", { recordingId, segments: asked });
    expect((data as SegmentVerdicts).segments).toEqual([
      { sequence: 5, state: "missing" },
      { sequence: 2, state: "mismatch" },
      { sequence: 1, state: "mismatch" },
      { sequence: 0, state: "verified" },
    ]);
  });

  test("tells another person nothing", async () => {
    const recordingId = await store(1);
    const { sequence, sizeBytes, sha256 } = segmentOf(0);
    const segments = [{ sequence, sizeBytes, sha256 }];
    const { data } = await call("ben", "segments.verify", { recordingId, segments });
    expect((data as SegmentVerdicts).segments).toEqual([{ sequence: 0, state: "missing" }]);
  });
});

describe("recordings.seal", () => {
  test("writes the manifest once, and gives it to eight callers at once", async () => {
    const recordingId = await store(3);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => seal(recordingId, [0, 1, 2])),
    );
    const manifests = answers.map(({ data }) => data as Manifest);
    expect(manifests[0]).toMatchObject({ recordingId, sampleCount: 288_000, durationMs: 6000 });
    for (const manifest of manifests) expect(manifest).toEqual(manifests[0]);
    expect((await seal(recordingId, [0, 1, 2])).data).toEqual(manifests[0]);
  });

  test("names the missing segments in a form for programs", async () => {
    const recordingId = await store(2);
    const answer = await seal(recordingId, [0, 1, 2, 3]);
    expect(answer).toMatchObject({
      status: 422,
      appCode: "RECORDING_INCOMPLETE",
      message: "Segments not in the bucket: 2, 3.",
    });
    expect(JSON.parse(answer.text)).toMatchObject({
      error: { data: { details: { sequences: "2,3", sequenceCount: 2 } } },
    });
  });

  test("names a hole in the sequence, even when the bucket has the segment", async () => {
    const recordingId = await store(3);
    expect(await seal(recordingId, [0, 2])).toMatchObject({
      status: 422,
      appCode: "RECORDING_INCOMPLETE",
      message: "Segments left out: 1.",
    });
  });

  test.each([
    ["size", { sizeBytes: 7 }],
    ["checksum", { sha256: segmentOf(9).sha256 }],
    ["length in samples", { sampleCount: 1 }],
  ])(
    "names a segment of another %s in the bucket, and seals once it is right",
    async (_what, changed) => {
      const recordingId = await store(2);
      const segments = [segmentOf(0), { ...segmentOf(1), ...changed }];
      const answer = await call("ada", "recordings.seal", { recordingId, segments, gaps: [] });
      expect(answer).toMatchObject({
        status: 409,
        appCode: "RECORDING_ALTERED",
        message: "Segments that are something else in the bucket: 1.",
      });
      expect(await seal(recordingId, [0, 1])).toMatchObject({ status: 200 });
    },
  );

  test("writes title and gaps into the manifest, and ignores another title later", async () => {
    const recordingId = await store(1);
    const gaps = [{ startSample: 960, durationMs: 1500, reason: "paused" }];
    const body = { recordingId, segments: [segmentOf(0)], gaps, title: "Standup" };
    const first = await call("ada", "recordings.seal", body);
    expect(first.data).toMatchObject({ gaps, title: "Standup" });
    const again = await call("ada", "recordings.seal", { ...body, title: "Retro" });
    expect(again.data).toEqual(first.data);
  });

  test("extends a manifest that was sealed too early, and never shortens one", async () => {
    const recordingId = await store(3);
    await seal(recordingId, [0]);
    const extended = await seal(recordingId, [0, 1, 2]);
    expect((extended.data as Manifest).segments).toHaveLength(3);
    expect((await seal(recordingId, [0, 1])).data).toEqual(extended.data);
  });

  test("refuses to seal a sealed recording with other gaps", async () => {
    const recordingId = await store(2);
    await seal(recordingId, [0, 1]);
    const gaps = [{ startSample: 96_000, durationMs: 7, reason: "lost" }];
    const segments = [0, 1].map(segmentOf);
    const answer = await call("ada", "recordings.seal", { recordingId, segments, gaps });
    expect(answer).toMatchObject({ status: 409, appCode: "RECORDING_SEALED" });
  });

  test("gives the same manifest by count as by list, which releases before 0.2 send", async () => {
    const [byCount, byList] = [await store(3), await store(3)];
    const digest = digestOf([0, 1, 2]);
    const body = { recordingId: byCount, segmentCount: 3, digest, gaps: [] };
    const { data } = await call("ada", "recordings.seal", body);
    const listed = await seal(byList, [0, 1, 2]);
    const times = { recordingId: "", startedAt: "", sealedAt: "" };
    expect({ ...(data as Manifest), ...times }).toEqual({ ...(listed.data as Manifest), ...times });
  });

  test("refuses a count whose bytes in the bucket differ from the device's", async () => {
    const recordingId = await store(2);
    const body = { recordingId, segmentCount: 2, digest: digestOf([0, 9]), gaps: [] };
    expect(await call("ada", "recordings.seal", body)).toMatchObject({
      status: 409,
      appCode: "RECORDING_ALTERED",
    });
  });

  test.each([
    ["neither", {}],
    ["half of one", { segmentCount: 1 }],
    ["both", { segmentCount: 1, digest: segmentOf(0).sha256, segments: [segmentOf(0)] }],
  ])("refuses %s of the two ways to name the segments", async (_what, named) => {
    const recordingId = makeRecordingId(Date.now() * 1000, new Uint8Array(6));
    expect(await call("ada", "recordings.seal", { recordingId, gaps: [], ...named })).toMatchObject(
      {
        appCode: "INPUT_INVALID",
        message:
          "input must name the segments by segmentCount and digest, or else each in segments",
      },
    );
  });

  test("seals nothing for another person", async () => {
    const recordingId = await store(1);
    expect(await seal(recordingId, [0], "ben")).toMatchObject({ appCode: "RECORDING_INCOMPLETE" });
  });

  test("reads no body above its own limit, and needs 300 bytes for the longest recording", async () => {
    const recordingId = makeRecordingId(Date.now() * 1000, new Uint8Array(6));
    const segmentCount = LIMITS.segmentsPerRecording;
    const body = { recordingId, segmentCount, digest: segmentOf(0).sha256, gaps: [] };
    expect(JSON.stringify(body).length).toBeLessThan(300);
    const padded = { ...body, title: "x".repeat(REQUEST_BODY_BYTES) };
    expect(await call("ada", "recordings.seal", padded)).toMatchObject({ status: 413 });
  });
});

test("neither verifies nor seals an object to which a grant's holder added headers", async () => {
  const recordingId = makeRecordingId(Date.now() * 1000, Uint8Array.of(9, 9, 9, 9, 9, 9));
  const { data } = await call("ada", "segments.presign", {
    recordingId,
    segments: [segmentOf(0)],
  });
  for (const grant of data as Grant[]) {
    const headers = { ...grant.headers, "content-encoding": "gzip" };
    const put = await fetch(grant.url, { method: "PUT", headers, body: bodyOf(0) });
    expect(put.status).toBe(200);
  }
  const { sequence, sizeBytes, sha256 } = segmentOf(0);
  const asked = { recordingId, segments: [{ sequence, sizeBytes, sha256 }] };
  expect((await call("ada", "segments.verify", asked)).data).toMatchObject({
    segments: [{ state: "mismatch" }],
  });
  const sealed = await call("ada", "recordings.seal", {
    recordingId,
    segmentCount: 1,
    digest: digestOf([0]),
    gaps: [],
  });
  expect(sealed).toMatchObject({ status: 409, appCode: "RECORDING_ALTERED" });
});

test("one answer carries grants and verdicts", async () => {
  const recordingId = await store(1);
  const verify = [0, 1].map(segmentOf).map(({ sequence, sizeBytes, sha256 }) => {
    return { sequence, sizeBytes, sha256 };
  });
  const body = { recordingId, segments: [segmentOf(2)], verify };
  expect((await call("ada", "segments.presign", body)).data).toMatchObject({
    grants: [{ userType: "hosts" }],
    verdicts: [
      { sequence: 0, state: "verified" },
      { sequence: 1, state: "missing" },
    ],
  });
});
