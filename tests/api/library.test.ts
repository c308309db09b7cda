// recordings.list, get, rename and delete through the real handler and the S3 stand-in.
import { createHash } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import type { Grant, RecordingPage, RecordingToPlay } from "@tapedeck/core/contract";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const headers = { authorization: `Bearer ${await stack.tokenOf("ada")}` };

const mutate = (procedure: string, input: unknown) =>
  stack.post(procedure, JSON.stringify(input), headers);
const query = (procedure: string, input: unknown) =>
  stack.get(`/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, headers);

const bodyOf = (sequence: number) => Buffer.from(`segment ${sequence} `.repeat(50));

const segmentOf = (sequence: number) => ({
  sequence,
  sizeBytes: bodyOf(sequence).length,
  sha256: createHash("sha256").update(bodyOf(sequence)).digest("base64"),
  startSample: sequence * 96_000,
  sampleCount: 96_000,
});

async function seal(recordingId: RecordingId, count: number, title: string): Promise<void> {
  const segments = Array.from({ length: count }, (_, sequence) => segmentOf(sequence));
  const { data } = await mutate("segments.presign", { recordingId, segments });
  for (const [sequence, grant] of (data as Grant[]).entries()) {
    const put = { method: "PUT", headers: grant.headers, body: bodyOf(sequence) };
    expect((await fetch(grant.url, put)).status).toBe(200);
  }
  const sealed = await mutate("recordings.seal", { recordingId, segments, gaps: [], title });
  expect(sealed.status).toBe(200);
}

const idOf = (day: string) =>
  makeRecordingId(Date.parse(`${day}T08:15:30Z`) * 1000, Uint8Array.of(0, 0, 0, 0, 0, 1));

test("finds a sealed recording, reads it to the byte, renames it and deletes it", async () => {
  const [older, newer] = [idOf("2025-12-31"), idOf("2026-01-01")];
  await seal(older, 2, "Grüße, 東京");
  await seal(newer, 1, "second");

  const first = (await query("recordings.list", { limit: 1 })).data as RecordingPage;
  expect(first).toMatchObject({ recordings: [{ id: newer, title: "second" }], nextCursor: newer });
  const { data: second } = await query("recordings.list", { limit: 1, cursor: newer });
  expect(second).toEqual({
    recordings: [
      {
        id: older,
        startedAt: "2025-12-31T08:15:30.000Z",
        state: "sealed",
        durationMs: 4000,
        sizeBytes: bodyOf(0).length + bodyOf(1).length,
        hasWholeFile: false,
        title: "Grüße, 東京",
      },
    ],
  });

  const { data } = await query("recordings.get", { recordingId: older });
  const { segments, segmentCount } = data as RecordingToPlay;
  expect([segments.length, segmentCount]).toEqual([2, 2]);
  for (const { url, sequence } of segments) {
    const read = await fetch(url);
    expect(Buffer.from(await read.arrayBuffer())).toEqual(bodyOf(sequence));
    expect(read.headers.get("content-type")).toBe("audio/webm;codecs=opus");
    expect(read.headers.get("cache-control")).toBe("private, no-store");
    const disposition = read.headers.get("content-disposition") ?? "";
    expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? "")).toBe(
      `Grüße, 東京-00000${sequence}.webm`,
    );
    const range = await fetch(url, { headers: { range: "bytes=0-6" } });
    expect([range.status, await range.text()]).toEqual([206, "segment"]);
  }

  const renamed = await mutate("recordings.rename", { recordingId: older, title: "3" });
  expect(renamed.data).toMatchObject({ id: older, title: "3", durationMs: 4000 });
  const { data: all } = await query("recordings.list", {});
  expect((all as RecordingPage).recordings.map(({ title }) => title)).toEqual(["second", "3"]);

  const deleted = await mutate("recordings.delete", { recordingId: older });
  expect(deleted.data).toEqual({ objectCount: 3 });
  expect(await query("recordings.get", { recordingId: older })).toMatchObject({
    status: 404,
    appCode: "RECORDING_NOT_FOUND",
  });
  // Neither the function's role nor a URL that it signed may learn that an object is missing.
  for (const { url } of segments) expect((await fetch(url)).status).toBe(403);
  const { data: left } = await query("recordings.list", {});
  expect((left as RecordingPage).recordings.map(({ id }) => id)).toEqual([newer]);
});

test("a reader gets the API's content type and cache rule, whatever the object stores", async () => {
  const recordingId = idOf("2024-04-01");
  const segment = segmentOf(0);
  const { data } = await mutate("segments.presign", { recordingId, segments: [segment] });
  const [grant] = data as Grant[];
  if (grant === undefined) throw new Error("no grant");
  // The bucket's owner copies the object back with a program that names no type.
  const owner = new S3Client({
    endpoint: stack.s3.url,
    region: stack.region,
    credentials: stack.credentials,
    forcePathStyle: true,
  });
  await owner.send(
    new PutObjectCommand({
      Bucket: stack.bucket,
      Key: grant.key,
      Body: bodyOf(0),
      ContentType: "text/html",
      CacheControl: "public, max-age=31536000",
      ChecksumSHA256: segment.sha256,
      Metadata: { "start-sample": "0", "sample-count": "96000", "format-version": "1" },
    }),
  );
  owner.destroy();
  const input = { recordingId, segments: [segment], gaps: [] };
  expect((await mutate("recordings.seal", input)).status).toBe(200);
  const { segments } = (await query("recordings.get", { recordingId })).data as RecordingToPlay;
  for (const range of [undefined, "bytes=0-6"]) {
    const read = await fetch(segments[0]?.url ?? "", range ? { headers: { range } } : {});
    expect(read.status).toBe(range ? 206 : 200);
    expect(read.headers.get("content-type")).toBe("audio/webm;codecs=opus");
    expect(read.headers.get("cache-control")).toBe("private, no-store");
    expect(read.headers.get("content-disposition")).toMatch(/^attachment; /);
  }
});

test("each of fifty renames at once succeeds or gets a conflict, and one of their titles stays", async () => {
  const recordingId = idOf("2024-03-01");
  await seal(recordingId, 1, "before");
  const titles = Array.from({ length: 50 }, (_, index) => `title ${index}`);
  const answers = await Promise.all(
    titles.map((title) => mutate("recordings.rename", { recordingId, title })),
  );
  const outcomes = answers.map(({ status, appCode }) => `${status} ${appCode ?? ""}`.trim());
  // The number of conflicts depends on the number of instances; a single one renames in turn.
  const others = outcomes.filter((outcome) => outcome !== "409 RECORDING_CHANGING");
  expect(new Set(others)).toEqual(new Set(["200"]));
  const { data } = await query("recordings.get", { recordingId });
  const done = titles.filter((_, index) => answers[index]?.status === 200);
  expect(done).toContain((data as RecordingToPlay).title);
});

test("two renames at once leave one of their titles, the same in manifest and list", async () => {
  const recordingId = idOf("2024-02-29");
  await seal(recordingId, 1, "0");
  const answers = await Promise.all(
    ["1", "2"].map((title) => mutate("recordings.rename", { recordingId, title })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const { data } = await query("recordings.get", { recordingId });
  const { title } = data as RecordingToPlay;
  expect(["1", "2"]).toContain(title);
  const page = (await query("recordings.list", { limit: 100 })).data as RecordingPage;
  expect(page.recordings.find(({ id }) => id === recordingId)?.title).toBe(title);
});
