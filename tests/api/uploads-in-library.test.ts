// One-off uploads through the real handler and the S3 stand-in. Their timestamp names them in every call.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Grant, RecordingPage, UploadToPlay } from "@tapedeck/core/contract";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const [ada, ben] = [await stack.tokenOf("ada"), await stack.tokenOf("ben")];

const mutate = (procedure: string, input: object, token = ada) =>
  stack.post(procedure, JSON.stringify(input), { authorization: `Bearer ${token}` });
const query = (procedure: string, input: object, token = ada) =>
  stack.get(`/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, {
    authorization: `Bearer ${token}`,
  });

const body = Buffer.from("a file that was made elsewhere ".repeat(9));

/** @returns the timestamp in its key */
async function upload(): Promise<string> {
  const sha256 = createHash("sha256").update(body).digest("base64");
  const input = { contentType: "audio/webm", sizeBytes: body.length, sha256 };
  const { key, url, headers } = (await mutate("uploads.presign", input)).data as Grant;
  expect((await fetch(url, { method: "PUT", headers, body })).status).toBe(200);
  return /([^/]+)\.webm$/.exec(key)?.[1] ?? "";
}

const listed = async () =>
  ((await query("recordings.list", {})).data as RecordingPage).recordings.map(({ id, title }) => ({
    id,
    title,
  }));

test("names an upload, finds it, reads it to the byte and deletes it", async () => {
  const recordingId = await upload();
  expect(await listed()).toEqual([{ id: recordingId, title: undefined }]);
  const title = "Grüße, 東京";
  const renamed = await mutate("recordings.rename", { recordingId, title });
  expect(renamed.data).toMatchObject({ id: recordingId, state: "file", title });
  expect(await listed()).toEqual([{ id: recordingId, title }]);

  const answer = (await query("recordings.get", { recordingId })).data as UploadToPlay;
  expect(answer).toMatchObject({ state: "file", title, sizeBytes: body.length, segments: [] });
  const read = await fetch(answer.file.url);
  expect(Buffer.from(await read.arrayBuffer())).toEqual(body);
  expect(read.headers.get("content-type")).toBe("audio/webm");
  expect(read.headers.get("cache-control")).toBe("private, no-store");
  const disposition = read.headers.get("content-disposition") ?? "";
  expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? "")).toBe(`${title}.webm`);

  const deleted = await mutate("recordings.delete", { recordingId });
  expect(deleted.data).toEqual({ objectCount: 2 });
  expect(await listed()).toEqual([]);
  const absent = { status: 404, appCode: "RECORDING_NOT_FOUND" };
  expect(await query("recordings.get", { recordingId })).toMatchObject(absent);
  expect(await mutate("recordings.rename", { recordingId, title })).toMatchObject(absent);
  // S3 answers 403, because the role that signed may not learn whether the object exists.
  expect((await fetch(answer.file.url)).status).toBe(403);
});

test("hides another person's upload, and leaves it as it is", async () => {
  const recordingId = await upload();
  const absent = { status: 404, appCode: "RECORDING_NOT_FOUND" };
  expect(await query("recordings.get", { recordingId }, ben)).toMatchObject(absent);
  const rename = { recordingId, title: "theirs" };
  expect(await mutate("recordings.rename", rename, ben)).toMatchObject(absent);
  const deleted = await mutate("recordings.delete", { recordingId }, ben);
  expect(deleted.data).toEqual({ objectCount: 0 });
  expect(await listed()).toEqual([{ id: recordingId, title: undefined }]);
});

test("refuses a one-off upload's timestamp where it needs a recording id", async () => {
  const recordingId = await upload();
  const input = { recordingId, segments: [], gaps: [] };
  expect(await mutate("recordings.seal", input)).toMatchObject({
    status: 400,
    appCode: "INPUT_INVALID",
  });
});
