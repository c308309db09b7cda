// The API tells a person who asks without end how long to wait, and answers everyone else.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import { LIMITS, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { useStack } from "../fixtures/stack/use-stack.ts";

// Each instance counts by itself.
const stack = await useStack({ apiConcurrency: 1 });
const [ada, ben] = await Promise.all([stack.tokenOf("ada"), stack.tokenOf("ben")]);

test("answers one person's excess calls with 429 and Retry-After, and the next person's as usual", async () => {
  const ask = (token: string) =>
    fetch(`${stack.url}/trpc/session.me`, { headers: { authorization: `Bearer ${token}` } });
  let refused: Response | undefined;
  // More calls than the limit takes at once and regains meanwhile, even on a slow machine.
  for (let round = 0; round < 200 && refused === undefined; round++) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(ada)));
    refused = answers.find(({ status }) => status === 429);
    if (refused === undefined) continue;
    expect(round).toBeGreaterThanOrEqual(LIMITS.callsPerPerson.atOnce / 50 - 1);
  }
  expect(refused?.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  expect(await refused?.json()).toMatchObject({ error: { data: { appCode: "THROTTLED" } } });
  expect((await ask(ben)).status).toBe(200);
});

test("grants one person no more bytes than the limit, in segments and in uploads together", async () => {
  const authorization = `Bearer ${ben}`;
  const sha256 = createHash("sha256").digest("base64");
  const { segmentBytes, segmentSeconds } = LIMITS;
  const sampleCount = segmentSeconds.max * SAMPLE_RATE_HZ;
  const sizeBytes = segmentSeconds.max * segmentBytes.perSecond + segmentBytes.fixed;
  const recordingId = makeRecordingId(Date.now() * 1000, new Uint8Array(6));
  const segments = Array.from({ length: LIMITS.segmentsPerCall }, (_, sequence) => ({
    sequence,
    sizeBytes,
    sha256,
    startSample: sequence * sampleCount,
    sampleCount,
  }));
  const presign = (procedure: string, input: object) =>
    stack.post(procedure, JSON.stringify(input), { authorization });
  const { atOnce } = LIMITS.grantsPerPerson.bytes;
  const fullCalls = Math.floor(atOnce / (sizeBytes * segments.length));
  for (let call = 0; call < fullCalls; call++) {
    expect(await presign("segments.presign", { recordingId, segments })).toMatchObject({
      status: 200,
    });
  }
  // What is left is less than one such call, and less than these calls ask for.
  const upload = { contentType: "audio/webm", sizeBytes: LIMITS.objectBytes, sha256 };
  const uploads = await Promise.all(segments.map(() => presign("uploads.presign", upload)));
  const refused = uploads.filter(({ status }) => status === 429);
  expect(uploads.length - refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({
    appCode: "THROTTLED",
    message: expect.stringMatching(/^Too many grants; .* in \d+ ms\.$/) as string,
  });
  expect(await presign("segments.presign", { recordingId, segments })).toMatchObject({
    status: 429,
    appCode: "THROTTLED",
  });
});
