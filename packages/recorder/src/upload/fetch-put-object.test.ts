import { expect, test } from "vitest";
import { createFetchPutObject } from "./fetch-put-object.ts";
import { createVirtualEnvironment } from "../testing/virtual-environment.ts";

/** A network that answers when the test says so, and lets go when it is told to. */
function setUp() {
  const environment = createVirtualEnvironment();
  const abort = new AbortController();
  const sent: { url: string; init: RequestInit }[] = [];
  const answer = Promise.withResolvers<Response>();
  const putObject = createFetchPutObject({
    setTimer: environment.setTimer.bind(environment),
    fetch: (url, init) => {
      sent.push({ url, init });
      init.signal?.addEventListener("abort", () => {
        answer.reject(new DOMException("aborted", "AbortError"));
      });
      return answer.promise;
    },
  });
  const put = () =>
    putObject({
      grant: {
        key: "k",
        url: "https://bucket.example/k?X-Amz-Signature=s",
        headers: { "content-type": "audio/webm;codecs=opus", "if-none-match": "*" },
        expiresAt: "2026-11-23T00:05:00.000Z",
      },
      bytes: Uint8Array.of(1, 2, 3),
      onProgress: () => {
        throw new Error("fetch tells no progress");
      },
      signal: abort.signal,
    });
  return { environment, abort, sent, answer, put };
}

test("sends exactly the granted headers and the bytes, without cookies, to that place only", async () => {
  const { environment, sent, answer, put } = setUp();
  const done = put();
  answer.resolve(new Response(null, { status: 200 }));
  await done;
  expect(sent).toMatchObject([
    {
      url: "https://bucket.example/k?X-Amz-Signature=s",
      init: {
        method: "PUT",
        headers: { "content-type": "audio/webm;codecs=opus", "if-none-match": "*" },
        body: Uint8Array.of(1, 2, 3),
        redirect: "error",
        credentials: "omit",
      },
    },
  ]);
  expect(environment.timerCount()).toBe(0);
});

test("a refusal is an error of the catalogue, without the URL", async () => {
  const { answer, put } = setUp();
  const done = put();
  answer.resolve(new Response("<Error><Code>PreconditionFailed</Code></Error>", { status: 412 }));
  await expect(done).rejects.toMatchObject({
    code: "OBJECT_EXISTS",
    details: { status: 412, s3Code: "PreconditionFailed" },
  });
  await expect(done).rejects.not.toThrow("bucket.example");
});

test("a page in the place of S3's answer is no answer, although its status is 200", async () => {
  const { answer, put } = setUp();
  const done = put();
  answer.resolve(new Response("<h1>Welcome to Hotel Grand</h1>", { status: 200 }));
  await expect(done).rejects.toMatchObject({ code: "BUCKET_BLOCKED", details: { status: 200 } });
});

test("a refusal says how long to wait", async () => {
  const { answer, put } = setUp();
  const done = put();
  answer.resolve(new Response("", { status: 503, headers: { "retry-after": "7" } }));
  await expect(done).rejects.toMatchObject({ details: { retryAfterMs: 7000 } });
});

test("a broken connection is CONNECTION_LOST, also in the middle of a refusal", async () => {
  const first = setUp();
  const broken = first.put();
  first.answer.reject(new TypeError("Failed to fetch"));
  await expect(broken).rejects.toMatchObject({ code: "CONNECTION_LOST" });

  const second = setUp();
  const cut = second.put();
  const body = new ReadableStream({ start: (stream) => stream.error(new TypeError("network")) });
  second.answer.resolve(new Response(body, { status: 503 }));
  await expect(cut).rejects.toMatchObject({ code: "CONNECTION_LOST" });
  expect(second.environment.timerCount()).toBe(0);
});

test("is TIMEOUT after 60 s, and lets go of the connection", async () => {
  const { environment, sent, put } = setUp();
  const failure = put().catch((thrown: unknown) => thrown);
  await environment.advance(59_999);
  expect(sent[0]?.init.signal?.aborted).toBe(false);
  await environment.advance(1);
  expect(await failure).toMatchObject({ code: "TIMEOUT" });
  expect(sent[0]?.init.signal?.aborted).toBe(true);
});

test("ends when told to, with the reason, and leaves no timer behind", async () => {
  const { environment, abort, sent, put } = setUp();
  const done = put();
  abort.abort();
  await expect(done).rejects.toBe(abort.signal.reason);
  expect(environment.timerCount()).toBe(0);
  await expect(put()).rejects.toBe(abort.signal.reason);
  expect(sent).toHaveLength(1);
});
