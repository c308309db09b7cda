import { describe, expect, test } from "vitest";
import type { Grant, PresignedSegments, SegmentToStore } from "../contract.ts";
import { AppError } from "../errors.ts";
import { makeRecordingId, type RecordingId } from "../ids.ts";
import { objectKey } from "../object-key.ts";
import type { GrantSigner, PutToSign } from "../ports.ts";
import { createMemoryObjectStore } from "../testing/memory-object-store.ts";
import { ROOMY } from "../testing/roomy-quota.ts";
import { presignSegments } from "./presign-segments.ts";

const DAY_MICROS = 86_400_000_000;
const nowMicros = Date.UTC(2026, 10, 23, 8, 15, 30) * 1000;
const identity = { userType: "customer", provider: "cognito", sub: "0b9c" };
const sha256 = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";
const startedAt = (micros: number) => makeRecordingId(micros, new Uint8Array(6));
const segment = (sequence: number): SegmentToStore => ({
  sequence,
  sizeBytes: 1000 + sequence,
  sha256,
  startSample: sequence * 240_000,
  sampleCount: 240_000,
});

/** Signs every PUT, answers the first of a call last, and remembers them. */
function startSigner(): { readonly signer: GrantSigner; readonly signed: PutToSign[] } {
  const signed: PutToSign[] = [];
  const signPut = async (put: PutToSign): Promise<Grant> => {
    signed.push(put);
    // Later calls wait for fewer turns of the event loop, so they answer first.
    for (let turn = signed.length; turn < 10; turn++) await Promise.resolve();
    return {
      key: put.key,
      url: "https://bucket.example/",
      headers: {},
      expiresAt: "2026-11-23T08:20:30Z",
    };
  };
  return { signer: { signPut }, signed };
}

const presign = (
  recordingId: RecordingId,
  segments: SegmentToStore[],
  { signer } = startSigner(),
) =>
  grantsOf(
    presignSegments({ recordingId, segments }, identity, {
      ...ROOMY,
      clock: { nowMicros: () => nowMicros },
      signer,
      store: createMemoryObjectStore(),
    }),
  );

/** The grants of an answer without verdicts. */
async function grantsOf(answer: Promise<PresignedSegments>) {
  const grants = await answer;
  if ("verdicts" in grants) throw new Error("no verdict was asked for");
  return grants;
}

test("answers come in the order asked, even when the signer's do not", async () => {
  const grants = await presign(startedAt(nowMicros), [segment(7), segment(2), segment(5)]);
  expect(grants.map(({ key }) => key.slice(-11))).toEqual([
    "000007.webm",
    "000002.webm",
    "000005.webm",
  ]);
});

test("a grant signs its segment's own key, size, checksum and place in the recording", async () => {
  const { signer, signed } = startSigner();
  await presign(startedAt(nowMicros), [segment(1), segment(2)], { signer, signed });
  expect(signed).toEqual(
    [1, 2].map((sequence) => ({
      key: `users/customer/cognito/0b9c/2026-11-23-08-15-30-000000-000000_00000${sequence}.webm`,
      contentType: "audio/webm;codecs=opus",
      sizeBytes: 1000 + sequence,
      sha256,
      metadata: {
        "format-version": "1",
        "sample-count": "240000",
        "start-sample": String(sequence * 240_000),
      },
    })),
  );
});

test("asking again at any later time gives the same key, so a retry is safe", async () => {
  const recordingId = startedAt(nowMicros - 400 * DAY_MICROS);
  const [first] = await presign(recordingId, [segment(3)]);
  const [second] = await presign(recordingId, [segment(3)]);
  expect(second?.key).toBe(first?.key);
});

test("a device whose clock is a day ahead may record, and one more microsecond is refused", async () => {
  const { signer, signed } = startSigner();
  await presign(startedAt(nowMicros + DAY_MICROS), [segment(0)], { signer, signed });
  expect(signed).toHaveLength(1);

  const tooLate = presign(startedAt(nowMicros + DAY_MICROS + 1), [segment(0)], { signer, signed });
  await expect(tooLate).rejects.toMatchObject({
    code: "RECORDING_FROM_FUTURE",
    message:
      'A recording id may be dated at most a day ahead of 2026-11-23-08-15-30-000000 (UTC), got "2026-11-24-08-15-30-000001-000000".',
  });
  expect(signed).toHaveLength(1);
});

test("a recording has at most 20,000 segments, and a segment at most the bytes of its sound", async () => {
  const recordingId = startedAt(nowMicros);
  await presign(recordingId, [{ ...segment(19_999), sizeBytes: 216_384 }]);
  await expect(presign(recordingId, [segment(20_000)])).rejects.toMatchObject({
    code: "INPUT_INVALID",
    message: "A recording may have 20000 segments, numbered from 0, got 20000.",
  });
  await expect(presign(recordingId, [{ ...segment(7), sizeBytes: 216_385 }])).rejects.toThrow(
    "Segment 7 of 240000 samples may have 216384 bytes, got 216385.",
  );
});

describe("a call with segments to verify", () => {
  const recordingId = startedAt(nowMicros);
  const verify = [0, 1]
    .map(segment)
    .map(({ sequence, sizeBytes }) => ({ sequence, sizeBytes, sha256 }));
  const input = { recordingId, segments: [segment(2)], verify };
  const clock = { nowMicros: () => nowMicros };

  test("answers with verdicts on them, beside the grants", async () => {
    const store = createMemoryObjectStore();
    const key = objectKey(identity, { kind: "segment", recordingId, sequence: 1 });
    store.objects.set(key, { sizeBytes: 1001, sha256, metadata: {} });
    const { signer } = startSigner();
    const answer = await presignSegments(input, identity, { ...ROOMY, clock, signer, store });
    expect(answer).toMatchObject({
      grants: [{ key: expect.stringContaining("_000002.webm") as string, userType: "customer" }],
      verdicts: [
        { sequence: 0, state: "missing" },
        { sequence: 1, state: "verified" },
      ],
    });
  });

  test("gives the grants also while the bucket does not answer", async () => {
    const store = {
      ...createMemoryObjectStore(),
      head: () => Promise.reject(new AppError("THROTTLED", "S3 is busy")),
    };
    const { signer } = startSigner();
    const answer = await presignSegments(input, identity, { ...ROOMY, clock, signer, store });
    expect(answer).toMatchObject({ grants: [{ userType: "customer" }], verdicts: [] });
  });
});
