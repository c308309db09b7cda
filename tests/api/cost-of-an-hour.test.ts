// The price of an hour of recording on AWS: the requests of the engine and of the functions, at the prices
// of docs/operations.md.
import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { itemAt } from "@tapedeck/core/paged-list";
import type { PutObject } from "../../packages/recorder/src/upload/put-object.ts";
import type { RecordingApi } from "../../packages/recorder/src/ports.ts";
import { journalRecording } from "../../packages/recorder/src/testing/journaled-recording.ts";
import { createVirtualEnvironment } from "../../packages/recorder/src/testing/virtual-environment.ts";
import { createUploader } from "../../packages/recorder/src/upload/uploader.ts";
import { countRequests } from "../fixtures/stack/count-requests.ts";
import { createSmallRecordings } from "../fixtures/stack/small-recordings.ts";
import { soundSegments } from "../fixtures/stack/sound-recording.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

/** In segments of 5 s. */
const SEGMENTS = 720;
/** S3's prices do not depend on the length of the sound. */
const PACKETS_PER_SEGMENT = 2;
/** An access token lives 5 minutes. */
const TOKEN_REQUESTS = 13;
/** It was $0.0135 when each segment took a call of its own to verify, and a tag. */
const MOST_DOLLARS = 0.0085;
const MOST_API_REQUESTS = 740;
/** The usage file is looked at every ten minutes. Each look is priced as if all of it were PUTs. */
const LOOKS = 6;
/** Of the dollars in the table, and a little for the binary system. */
const HALF_A_DIGIT = 5.01e-6;

const stack = await useStack({ checksArrivals: true, makesWholeFiles: true });
const token = await stack.tokenOf("ada");

async function call<Result>(procedure: string, input: unknown): Promise<Result> {
  const answer = await stack.post(procedure, JSON.stringify(input), {
    authorization: `Bearer ${token}`,
  });
  expect(answer.text).toContain('"result"');
  return answer.data as Result;
}

const api: RecordingApi = {
  presignSegments: (input) => call("segments.presign", input),
  verifySegments: (input) => call("segments.verify", input),
  sealRecording: (input) => call("recordings.seal", input),
};

const putObject: PutObject = async ({ grant, bytes }) => {
  const put = await fetch(grant.url, { method: "PUT", headers: grant.headers, body: bytes });
  expect(put.status).toBe(200);
};

/** Segment by segment, as they are recorded; resolves when the recording is sealed. */
async function recordAnHour(): Promise<void> {
  const environment = {
    ...createVirtualEnvironment(),
    sha256: async (bytes: Uint8Array) => hash("sha256", bytes, "base64"),
    putObject,
  };
  const sampleCount = SEGMENTS * PACKETS_PER_SEGMENT * PACKET_SAMPLES;
  const { journal, segments } = await journalRecording(environment, {
    recordingId: makeRecordingId(Date.now() * 1000, new Uint8Array(6)),
    packetsPerSegment: PACKETS_PER_SEGMENT,
    sampleCount,
  });
  let stored = Promise.withResolvers<void>();
  const sealed = Promise.withResolvers<void>();
  const uploader = createUploader({
    api,
    environment,
    storage: environment.storage,
    listener: {
      onStep: () => {
        for (const { record, segments: all } of uploader.state().recordings) {
          if (itemAt(all, all.length - 1)?.state.kind === "uploaded") stored.resolve();
          if (record.state === "sealed") sealed.resolve();
        }
      },
    },
  });
  for (const segment of segments) {
    stored = Promise.withResolvers();
    uploader.take(journal.record(), [segment]);
    await stored.promise;
  }
  uploader.take(await journal.finish(sampleCount), []);
  await sealed.promise;
  await uploader.dispose();
}

interface Row {
  readonly what: string;
  readonly count: number;
  readonly perMillion: number;
  readonly dollars: number;
}

async function pricedRows(): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const page = await readFile(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const [, behind = ""] = page.split("**An hour of recording**");
  const [table = ""] = behind.split("To keep it a month");
  const cells = table
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const rows = cells.flatMap(([, what = "", count = "", perMillion = "", dollars = ""]) =>
    /^\d/.test(perMillion)
      ? [
          {
            what,
            count: Number(count.replaceAll(" ", "")),
            perMillion: Number(perMillion),
            dollars: Number(dollars),
          },
        ]
      : [],
  );
  const total = cells.find(([, what]) => what === "**To record it**")?.[4] ?? "";
  return { rows, total: Number(total.replaceAll("*", "")) };
}

/** A look at the usage file is what the first grant takes; a later one asks for the last segment too. */
async function requestsOfALook(): Promise<{ readonly puts: number; readonly reads: number }> {
  const puts = countRequests(stack, "s3", { method: "PUT" });
  const gets = countRequests(stack, "s3", { method: "GET" });
  await (
    await createSmallRecordings(stack, "ben")
  ).call("segments.presign", {
    recordingId: makeRecordingId(Date.now() * 1000, new Uint8Array(6)),
    segments: soundSegments(1),
  });
  return { puts: puts(), reads: gets() + 1 };
}

test("an hour of 5 s segments costs what docs/operations.md says", async () => {
  const look = await requestsOfALook();
  const puts = countRequests(stack, "s3", { method: "PUT" });
  const heads = countRequests(stack, "s3", { method: "HEAD" });
  const gets = countRequests(stack, "s3", { method: "GET" });
  const calls = countRequests(stack, "api", { path: "/trpc/" });
  await recordAnHour();
  // The arrival checks and the join run behind.
  const made = () => stack.logLines.some((line) => line.includes("whole file made"));
  await vi.waitFor(() => expect(made()).toBe(true), { timeout: 60_000 });
  await vi.waitFor(() => expect(gets()).toBeGreaterThan(2 * SEGMENTS), { timeout: 60_000 });

  const requests = calls() + TOKEN_REQUESTS;
  // In this quick hour there is one look, which has no segment to ask for.
  const reads = heads() + gets() - (look.reads - 1);
  const { rows, total } = await pricedRows();
  const countOf = (what: string) => rows.find((row) => row.what.startsWith(what))?.count;
  expect(countOf("S3: PUT")).toBe(puts() - look.puts);
  expect(countOf("S3: usage file")).toBe(LOOKS * (look.puts + look.reads));
  expect(countOf("S3: reads")).toBe(reads);
  expect(countOf("CloudFront: HTTPS requests")).toBe(requests);
  expect(countOf("Logs")).toBe(requests + SEGMENTS + 1);
  for (const { what, count, perMillion, dollars } of rows) {
    const isPriced = Math.abs((count * perMillion) / 1e6 - dollars) < HALF_A_DIGIT;
    // Compares the name too, so that a failure shows it.
    expect([what, isPriced]).toEqual([what, true]);
  }
  const sum = rows.reduce((dollars, row) => dollars + row.dollars, 0);
  expect(sum).toBeCloseTo(total, 4);
  console.log(
    `An hour of ${SEGMENTS} segments: ${requests} API requests, ${puts()} PUTs, ${reads} reads of S3, $${sum.toFixed(4)}.`,
  );
  expect(requests).toBeLessThanOrEqual(MOST_API_REQUESTS);
  expect(sum).toBeLessThanOrEqual(MOST_DOLLARS);
}, 240_000);
