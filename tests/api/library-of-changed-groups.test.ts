// A person's groups change between two tokens. They still list, read, rename and delete their earlier
// recordings.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Grant, RecordingPage, RecordingToPlay } from "@tapedeck/core/contract";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { groupToken, STRANGER } from "../fixtures/stack/group-token.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const tokens = {
  before: await groupToken(stack, []),
  after: await groupToken(stack, ["hosts"]),
  stranger: await groupToken(stack, ["hosts"], STRANGER),
};
type Who = keyof typeof tokens;

const headersOf = (who: Who) => ({ authorization: `Bearer ${tokens[who]}` });
const mutate = (who: Who, procedure: string, input: object) =>
  stack.post(procedure, JSON.stringify(input), headersOf(who));
const query = (who: Who, procedure: string, input: object) =>
  stack.get(
    `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`,
    headersOf(who),
  );

const body = Buffer.from("one segment of a person who is promoted ".repeat(20));
const segment = {
  sequence: 0,
  sizeBytes: body.length,
  sha256: createHash("sha256").update(body).digest("base64"),
  startSample: 0,
  sampleCount: 96_000,
};

async function record(who: Who, day: string, title: string): Promise<RecordingId> {
  const recordingId = makeRecordingId(Date.parse(`${day}T08:00:00Z`) * 1000, new Uint8Array(6));
  const { data } = await mutate(who, "segments.presign", { recordingId, segments: [segment] });
  const [grant] = data as Grant[];
  if (grant === undefined) throw new Error("no grant");
  const put = await fetch(grant.url, { method: "PUT", headers: grant.headers, body });
  expect(put.status).toBe(200);
  const input = { recordingId, segments: [segment], gaps: [], title };
  expect((await mutate(who, "recordings.seal", input)).status).toBe(200);
  return recordingId;
}

async function titlesOf(who: Who): Promise<(string | undefined)[]> {
  const page = (await query(who, "recordings.list", { limit: 100 })).data as RecordingPage;
  return page.recordings.map(({ title }) => title);
}

test("lists, reads, renames and deletes a recording that was made before the groups changed", async () => {
  const first = await record("before", "2026-01-05", "first");
  await record("after", "2026-01-06", "second");
  await record("before", "2026-01-07", "third");
  expect(await titlesOf("after")).toEqual(["third", "second", "first"]);
  expect(await titlesOf("before")).toEqual(["third", "second", "first"]);

  const { data } = await query("after", "recordings.get", { recordingId: first });
  const [played] = (data as RecordingToPlay).segments;
  const read = await fetch(played?.url ?? "");
  expect(Buffer.from(await read.arrayBuffer())).toEqual(body);
  const renamed = await mutate("after", "recordings.rename", { recordingId: first, title: "1st" });
  expect(renamed).toMatchObject({ status: 200, data: { id: first, title: "1st" } });
  expect(await titlesOf("after")).toEqual(["third", "second", "1st"]);
  const deleted = await mutate("after", "recordings.delete", { recordingId: first });
  expect(deleted.data).toEqual({ objectCount: 2 });
  expect(await titlesOf("before")).toEqual(["third", "second"]);
  // S3 answers 403, because the role that signed may not learn whether the object exists.
  expect((await fetch(played?.url ?? "")).status).toBe(403);
});

test("another person in the same groups finds nothing of it", async () => {
  const recordingId = await record("before", "2026-01-08", "mine");
  expect(await titlesOf("stranger")).toEqual([]);
  const absent = { status: 404, appCode: "RECORDING_NOT_FOUND" };
  expect(await query("stranger", "recordings.get", { recordingId })).toMatchObject(absent);
  const rename = { recordingId, title: "theirs" };
  expect(await mutate("stranger", "recordings.rename", rename)).toMatchObject(absent);
  const deleted = await mutate("stranger", "recordings.delete", { recordingId });
  expect(deleted.data).toEqual({ objectCount: 0 });
  expect(await titlesOf("after")).toContain("mine");
});
