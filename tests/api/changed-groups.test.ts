// A person is their `sub`: a recording ends under the group where it began, even if the person's groups change.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Grant, Manifest, SegmentVerdicts } from "@tapedeck/core/contract";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { groupToken, PERSON, STRANGER } from "../fixtures/stack/group-token.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const tokens = {
  before: await groupToken(stack, ["hosts"]),
  after: await groupToken(stack, ["guests"]),
  stranger: await groupToken(stack, ["guests"], STRANGER),
};
type Who = keyof typeof tokens;

const body = (sequence: number) => Buffer.from(`segment ${sequence}`);
const segment = (sequence: number) => ({
  sequence,
  sizeBytes: body(sequence).length,
  sha256: createHash("sha256").update(body(sequence)).digest("base64"),
  startSample: sequence * 96_000,
  sampleCount: 96_000,
});

let nextRecording = 0;
const newRecording = () =>
  makeRecordingId(Date.now() * 1000, Uint8Array.of(0, 0, 0, 0, 0, nextRecording++));

async function call(who: Who, procedure: string, input: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${tokens[who]}` };
  return (await stack.post(procedure, JSON.stringify(input), headers)).data;
}

type Hint = { readonly userType?: string };

async function presign(who: Who, recordingId: RecordingId, sequence: number, hint: Hint = {}) {
  const input = { recordingId, segments: [segment(sequence)], ...hint };
  const [grant] = (await call(who, "segments.presign", input)) as Grant[];
  if (!grant) throw new Error("no grant");
  return grant;
}

async function store(who: Who, recordingId: RecordingId, sequence: number, hint: Hint = {}) {
  const { url, headers, key } = await presign(who, recordingId, sequence, hint);
  const put = await fetch(url, { method: "PUT", headers, body: body(sequence) });
  expect(put.status).toBe(200);
  return key;
}

async function verify(who: Who, recordingId: RecordingId, sequence: number, hint: Hint = {}) {
  const { sizeBytes, sha256 } = segment(sequence);
  const segments = [{ sequence, sizeBytes, sha256 }];
  const input = { recordingId, segments, ...hint };
  const answer = (await call(who, "segments.verify", input)) as SegmentVerdicts;
  return { userType: answer.userType, state: answer.segments[0]?.state };
}

test("stores, finds and seals a recording where it began, after the person's groups changed", async () => {
  const recordingId = newRecording();
  await store("before", recordingId, 0);
  const place = { userType: "hosts" };
  expect(await verify("before", recordingId, 0)).toEqual({ ...place, state: "verified" });

  const key = await store("after", recordingId, 1, place);
  expect(key).toBe(`users/hosts/cognito/${PERSON}/${recordingId}_000001.webm`);
  expect(await verify("after", recordingId, 1, place)).toEqual({ ...place, state: "verified" });
  const segments = [segment(0), segment(1)];
  const input = { recordingId, segments, gaps: [], ...place };
  const manifest = (await call("after", "recordings.seal", input)) as Manifest;
  expect(manifest.segments).toHaveLength(2);
  const listed = (await call("before", "recordings.seal", input)) as Manifest;
  expect(listed).toEqual(manifest);
});

test("the token decides the place of a recording that has no object yet", async () => {
  const { key } = await presign("after", newRecording(), 0, { userType: "hosts" });
  expect(key).toMatch(`users/guests/cognito/${PERSON}/`);
});

test("the hint gives a stranger access to nothing", async () => {
  const recordingId = newRecording();
  await store("before", recordingId, 0);
  expect(await verify("stranger", recordingId, 0, { userType: "hosts" })).toEqual({
    userType: "guests",
    state: "missing",
  });
  const { key } = await presign("stranger", recordingId, 1, { userType: "hosts" });
  expect(key).not.toContain(PERSON);
});

test.each(["../ben", "hosts/cognito", "", 7])("refuses the hint %j", async (userType) => {
  const input = { recordingId: newRecording(), segments: [segment(0)], userType };
  const headers = { authorization: `Bearer ${tokens.after}` };
  expect(await stack.post("segments.presign", JSON.stringify(input), headers)).toMatchObject({
    status: 400,
    appCode: "INPUT_INVALID",
  });
});
