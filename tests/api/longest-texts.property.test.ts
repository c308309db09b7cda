// Texts of the longest allowed length, and longer ones, through the real handler and the S3 stand-in, which
// refuses metadata of more than 2 KB as S3 does. The API never answers 500.
import { createHash, randomInt } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Grant, RecordingPage, WhatToPlay } from "@tapedeck/core/contract";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { LIMITS } from "@tapedeck/core/limits";
import { RECORDING_TEXTS, rowsOf } from "../../packages/core/src/recording-texts.ts";
import type { Answer } from "../fixtures/stack/test-stack.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";
import { RECORDING_ID } from "../fixtures/stack/samples.ts";

const stack = await useStack();
const headers = { authorization: `Bearer ${await stack.tokenOf("ada")}` };
const seed = randomInt(2 ** 31 - 1);
console.log(`seed ${seed}`);

const mutate = (procedure: string, input: object) =>
  stack.post(procedure, JSON.stringify(input), headers);
const query = (procedure: string, input: object) =>
  stack.get(`/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, headers);

const body = Buffer.from("one segment");
const file = {
  sizeBytes: body.length,
  sha256: createHash("sha256").update(body).digest("base64"),
};
const segment = { sequence: 0, ...file, startSample: 0, sampleCount: 96_000 };

async function put({ url, headers: signed }: Grant): Promise<void> {
  expect((await fetch(url, { method: "PUT", headers: signed, body })).status).toBe(200);
}

let made = 0;
async function storedRecording(): Promise<RecordingId> {
  const suffix = Uint8Array.of(0, 0, 0, 0, made >> 5, made++ & 31);
  const recordingId = makeRecordingId(Date.now() * 1000, suffix);
  const { data } = await mutate("segments.presign", { recordingId, segments: [segment] });
  for (const grant of data as Grant[]) await put(grant);
  return recordingId;
}

async function storedUpload(): Promise<string> {
  const presigned = await mutate("uploads.presign", { contentType: "audio/webm", ...file });
  const grant = presigned.data as Grant;
  await put(grant);
  return /([^/]+)\.webm$/.exec(grant.key)?.[1] ?? "";
}

/** Characters for titles; each is as long as possible in one of its encodings. */
const UNITS = {
  ascii: "a",
  "two bytes": "ß",
  "three bytes": "東",
  "four bytes": "💥",
  "half a pair": "\ud800",
  nothing: "\0",
  "line ends": "\r\n",
  "line separator": "\u2028",
  "right to left": "\u202e",
  combining: "e\u0301\u0302\u0303",
  quotes: '"',
  percent: "%41",
  separators: "/\\:*?<>|",
  spaces: " ",
  apostrophe: "'()*!",
};
const unit = fc.constantFrom(...Object.values(UNITS));
/** In characters as the contract counts them: one for a pair of surrogates. */
const toLength = (text: string, length: number) =>
  Array.from(text.repeat(length)).slice(0, length).join("");
/** Of one unit, or of several in any order; always as long as a title may be. */
const longestTitle = fc.oneof(
  unit.map((text) => toLength(text, LIMITS.titleCharacters)),
  fc
    .array(unit, { minLength: 2, maxLength: 40 })
    .map((units) => toLength(units.join(""), LIMITS.titleCharacters)),
);

/** 2,400 bytes when they are escaped: this was a 500. */
const EMOJI = toLength(UNITS["four bytes"], LIMITS.titleCharacters);

/** S3's metadata cannot hold this whole title, so the list shows its beginning. */
async function expectListed(id: string, title: string): Promise<void> {
  const page = (await query("recordings.list", { limit: 1 })).data as RecordingPage;
  expect(page.recordings.map((recording) => recording.id)).toEqual([id]);
  const listed = page.recordings[0]?.title ?? "";
  const [beginning = "", ...rest] = listed.split("…");
  const isShortened = encodeURIComponent(title).length > 1900 && title.startsWith(beginning);
  expect({ listed, isGood: listed === title || (isShortened && rest.join() === "") }).toEqual({
    listed,
    isGood: true,
  });
}

async function expectPlays(recordingId: string, title: string): Promise<void> {
  const answer = await query("recordings.get", { recordingId });
  expect(answer.status).toBe(200);
  const played = answer.data as WhatToPlay;
  expect(played.title).toBe(title);
  const url = played.state === "file" ? played.file.url : played.segments[0]?.url;
  const read = await fetch(url ?? "");
  expect(read.status).toBe(200);
  expect(Buffer.from(await read.arrayBuffer())).toEqual(body);
}

test("seals, renames, reads and lists the longest titles", async () => {
  await fc.assert(
    fc.asyncProperty(longestTitle, longestTitle, async (first, second) => {
      const [sealedTitle, renamedTitle] = [first.toWellFormed(), second.toWellFormed()];
      const recordingId = await storedRecording();
      const seal = { recordingId, segments: [segment], gaps: [], title: first };
      expect(await mutate("recordings.seal", seal)).toMatchObject({ status: 200 });
      await expectListed(recordingId, sealedTitle);
      await expectPlays(recordingId, sealedTitle);
      const rename = { recordingId, title: second };
      expect(await mutate("recordings.rename", rename)).toMatchObject({ status: 200 });
      await expectListed(recordingId, renamedTitle);
      await expectPlays(recordingId, renamedTitle);
      expect(await mutate("recordings.delete", { recordingId })).toMatchObject({ status: 200 });
    }),
    { seed, numRuns: 20, examples: [[EMOJI, EMOJI]] },
  );
});

test("an upload takes the longest titles too", async () => {
  await fc.assert(
    fc.asyncProperty(longestTitle, async (title) => {
      const recordingId = await storedUpload();
      const rename = { recordingId, title };
      expect(await mutate("recordings.rename", rename)).toMatchObject({ status: 200 });
      await expectListed(recordingId, title.toWellFormed());
      await expectPlays(recordingId, title.toWellFormed());
      expect(await mutate("recordings.delete", { recordingId })).toMatchObject({ status: 200 });
    }),
    { seed, numRuns: 10, examples: [[EMOJI]] },
  );
});

/** Each text of each procedure of the library, in otherwise good input. */
const FIELDS: Readonly<Record<string, (text: string) => Promise<Answer>>> = {
  ...Object.fromEntries(
    rowsOf(RECORDING_TEXTS).map(([name]) => [
      `${name} of seal`,
      (text: string) =>
        mutate("recordings.seal", {
          recordingId: RECORDING_ID,
          segments: [segment],
          gaps: [],
          [name]: text,
        }),
    ]),
  ),
  "id of seal": (recordingId) =>
    mutate("recordings.seal", { recordingId, segments: [segment], gaps: [] }),
  "user type of seal": (userType) =>
    mutate("recordings.seal", {
      recordingId: RECORDING_ID,
      segments: [segment],
      gaps: [],
      userType,
    }),
  "reason of a gap": (reason) =>
    mutate("recordings.seal", {
      recordingId: RECORDING_ID,
      segments: [segment],
      gaps: [{ startSample: 0, durationMs: 1, reason }],
    }),
  "checksum of a segment": (sha256) =>
    mutate("recordings.seal", {
      recordingId: RECORDING_ID,
      segments: [{ ...segment, sha256 }],
      gaps: [],
    }),
  "title of rename": (title) => mutate("recordings.rename", { recordingId: RECORDING_ID, title }),
  "id of rename": (recordingId) => mutate("recordings.rename", { recordingId, title: "x" }),
  "id of delete": (recordingId) => mutate("recordings.delete", { recordingId }),
  "id of get": (recordingId) => query("recordings.get", { recordingId }),
  "cursor of list": (cursor) => query("recordings.list", { cursor }),
};

test.each(Object.entries(FIELDS))("refuses a text that is too long: %s", async (name, send) => {
  // A query travels in the address, of which Node takes 16 KB; of a body, the API takes 256 KB.
  const maxLength = /get|list/.test(name) ? 1000 : 8000;
  const tooLong = fc
    .tuple(unit, fc.integer({ min: LIMITS.titleCharacters + 1, max: maxLength }))
    .map(([text, length]) => toLength(text, length));
  await fc.assert(
    fc.asyncProperty(tooLong, async (text) => {
      expect(await send(text)).toMatchObject({ status: 400, appCode: "INPUT_INVALID" });
    }),
    { seed, numRuns: 12 },
  );
});
