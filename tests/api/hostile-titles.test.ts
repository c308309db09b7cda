// Titles that a person types, pastes or forges. One that is too long is refused by name; any other is stored as
// it is, and no place where it appears can be made to mean something else.
import { createHash } from "node:crypto";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, describe, expect, test } from "vitest";
import type { Grant, WhatToPlay } from "@tapedeck/core/contract";
import type { RecordingId } from "@tapedeck/core/ids";
import { s3ClientOf } from "../fixtures/stack/s3-client.ts";
import { createSmallRecordings } from "../fixtures/stack/small-recordings.ts";
import type { Answer } from "../fixtures/stack/test-stack.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const ada = await createSmallRecordings(stack, "ada");
const owner = s3ClientOf(stack, stack.credentials);
afterAll(() => owner.destroy());

/** The only form: both names are closed, and no text stands before, between or behind them. */
const ATTACHMENT =
  /^attachment; filename="[A-Za-z0-9 ._-]+"; filename\*=UTF-8''[A-Za-z0-9!~._%-]+$/;
/** Controls, and characters that are invisible or turn the direction of writing. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const TITLES = {
  "only spaces": "   ",
  "spaces around it": "  Standup ",
  "control characters": "a\0b\u0007\u001B[31mc\u007F\u0085",
  "line ends of a header": "Standup\r\nx-amz-meta-evil: 1\r\n\r\nbody",
  "line and paragraph separators": "a\u2028b\u2029c",
  "a right-to-left override": "invoice\u202Egpj.exe",
  "open isolates, and no width": "\u2066\u2067\u200B\uFEFF\u202A",
  "lone surrogates": "half \ud800 a \udfff pair",
  markup: `"><img src=x onerror=alert(1)><!--`,
  "a second file name": `a"; filename="evil.exe`,
  "escapes of a header": "%0d%0aset-cookie: a=1%ff",
  "an encoded word of a mail": "=?UTF-8?B?ZXZpbA==?=",
  "fields of JSON": `","state":"open","id":"x`,
  "a path": "../../../etc/passwd",
};

const body = Buffer.from("any bytes");

async function storedUpload(): Promise<string> {
  const sha256 = createHash("sha256").update(body).digest("base64");
  const asked = { contentType: "audio/webm", sizeBytes: body.length, sha256 };
  const { url, headers, key } = (await ada.call("uploads.presign", asked)).data as Grant;
  expect((await fetch(url, { method: "PUT", headers, body })).status).toBe(200);
  return /([^/]+)\.webm$/.exec(key)?.[1] ?? "";
}

async function sealedBefore(): Promise<string> {
  const id = await ada.store({ to: 1 });
  expect((await ada.seal(id, 1, { title: "before" })).status).toBe(200);
  return id;
}

interface Way {
  readonly prepare: () => Promise<string>;
  readonly give: (id: string, title: unknown) => Promise<Answer>;
}

const rename: Way["give"] = (recordingId, title) =>
  ada.call("recordings.rename", { recordingId, title });
const WAYS: Readonly<Record<string, Way>> = {
  seal: {
    prepare: () => ada.store({ to: 1 }),
    give: (id, title) => ada.seal(id as RecordingId, 1, { title }),
  },
  rename: { prepare: sealedBefore, give: rename },
  "rename of an upload": { prepare: storedUpload, give: rename },
};

async function metadataOf(id: string): Promise<Readonly<Record<string, string>> | undefined> {
  const at = { Bucket: stack.bucket, Key: `${ada.prefix}${id}.json` };
  try {
    return (await owner.send(new HeadObjectCommand(at))).Metadata ?? {};
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === "NotFound") return undefined;
    throw thrown;
  }
}

const titleOf = async (id: string) => (await ada.listed()).find((row) => row.id === id)?.title;

describe.each(Object.entries(WAYS))("a %s", (_name, { prepare, give }) => {
  test.each(Object.entries(TITLES))(
    "stores a title of %s and shows it harmless",
    async (_what, title) => {
      const id = await prepare();
      const shown = title.toWellFormed();
      expect(await give(id, title)).toMatchObject({ status: 200, data: { title: shown } });
      expect(await titleOf(id)).toBe(shown);

      const { title: encoded = "", ...numbers } = (await metadataOf(id)) ?? {};
      expect(encoded).toMatch(/^[!-~]+$/);
      expect(decodeURIComponent(encoded)).toBe(shown);
      expect(["", "duration-ms,size-bytes"]).toContain(Object.keys(numbers).toSorted().join());

      const played = (await ada.ask("recordings.get", { recordingId: id })).data as WhatToPlay;
      expect(played.title).toBe(shown);
      const url = played.state === "file" ? played.file.url : played.segments[0]?.url;
      const read = await fetch(url ?? "");
      await read.arrayBuffer();
      const disposition = read.headers.get("content-disposition") ?? "";
      expect(disposition).toMatch(ATTACHMENT);
      const saved = decodeURIComponent(disposition.split("UTF-8''")[1] ?? "");
      expect(saved).not.toMatch(UNSEEN);
      expect(saved).toMatch(/^[^./\\][^/\\]*\.webm$/);
    },
  );

  test.each<[unknown, string]>([
    ["a".repeat(10_000), "got 10000"],
    ["\u202E".repeat(10_000), "got 10000"],
    ["💥".repeat(201), "got 201"],
    [" ".repeat(201), "got 201"],
    ["", 'got ""'],
    [null, "got null"],
    [["Standup"], "got a list of 1"],
  ])("refuses a title that breaks the rule, and changes nothing (%#)", async (title, got) => {
    const id = await prepare();
    const before = await metadataOf(id);
    const answer = await give(id, title);
    expect(answer).toMatchObject({ status: 400, appCode: "INPUT_INVALID" });
    expect(answer.message).toBe(`title must be a text of 1 to 200 characters, ${got}`);
    expect(await metadataOf(id)).toEqual(before);
  });
});

test("no title puts an unseen character into the log", () => {
  expect(stack.logLines.length).toBeGreaterThan(20);
  expect(stack.logLines.filter((line) => UNSEEN.test(line.trimEnd()))).toEqual([]);
});
