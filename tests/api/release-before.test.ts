// An open page of the release before calls this server. The test has its calls, and the fields that it
// reads of the answers. Renew it with each release.
import { hash } from "node:crypto";
import { expect, test } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import { startTestStack } from "../fixtures/stack/test-stack.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const authorization = `Bearer ${await stack.tokenOf("ada")}`;

async function call(procedure: string, body: object) {
  const { status, data } = await stack.post(procedure, JSON.stringify(body), { authorization });
  return { status, data };
}

test("a recording goes its whole way by the calls of the release before", async () => {
  const recordingId = makeRecordingId(Date.now() * 1000, new Uint8Array(6));
  const bytes = Buffer.from("not really sound");
  const sha256 = hash("sha256", bytes, "base64");
  const named = { sequence: 0, sizeBytes: bytes.length, sha256 };
  const segment = { ...named, startSample: 0, sampleCount: 240_000 };

  const presigned = await call("segments.presign", { recordingId, segments: [segment] });
  expect(presigned).toMatchObject({ status: 200, data: [{ userType: "hosts" }] });
  const [grant] = presigned.data as { url: string; headers: Record<string, string> }[];
  const put = await fetch(grant?.url ?? "", {
    method: "PUT",
    headers: grant?.headers ?? {},
    body: bytes,
  });
  expect(put.status).toBe(200);

  const userType = "hosts";
  expect(await call("segments.verify", { recordingId, segments: [named], userType })).toEqual({
    status: 200,
    data: { userType, segments: [{ sequence: 0, state: "verified" }] },
  });

  const gaps = [{ startSample: 0, durationMs: 1500, reason: "paused" }];
  const sealed = await call("recordings.seal", {
    recordingId,
    segments: [segment],
    gaps,
    title: "Standup",
    userType,
  });
  expect(sealed).toMatchObject({
    status: 200,
    data: { formatVersion: 1, recordingId, title: "Standup", segments: [segment], gaps },
  });
  const listed = await stack.get("/trpc/recordings.list", { authorization });
  expect(listed.data).toMatchObject({
    recordings: [{ id: recordingId, state: "sealed", durationMs: 5000, title: "Standup" }],
  });
});

// Such a page does not know QUOTA_EXCEEDED. It waits after any 429, as long as Retry-After asks: api-answer.test.ts.
test("tells a page of the release before to wait when there is no room", async () => {
  const quota = { maxSizeBytes: 1, maxDurationMs: 3_600_000, keepDays: 1 };
  await using full = await startTestStack({ quota });
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${await full.tokenOf("ada")}`,
  };
  const presign = (startedMs: number) => {
    const recordingId = makeRecordingId(startedMs * 1000, new Uint8Array(6));
    const sha256 = hash("sha256", "a", "base64");
    const segment = { sequence: 0, sizeBytes: 1, sha256, startSample: 0, sampleCount: 240_000 };
    const body = JSON.stringify({ recordingId, segments: [segment] });
    return fetch(`${full.url}/trpc/segments.presign`, { method: "POST", headers, body });
  };
  const [grant] = ((await (await presign(Date.now())).json()) as Answered).result.data;
  const { url = "", headers: signed = {} } = grant ?? {};
  expect((await fetch(url, { method: "PUT", headers: signed, body: "a" })).status).toBe(200);
  const refused = await presign(Date.now() + 1);
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("60");
});

interface Answered {
  readonly result: {
    readonly data: readonly { readonly url: string; readonly headers: Record<string, string> }[];
  };
}
