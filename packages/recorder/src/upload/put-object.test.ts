import { describe, expect, test } from "vitest";
import { createPutObject, type UploadRequest } from "./put-object.ts";
import { createVirtualEnvironment } from "../testing/virtual-environment.ts";

/** A request that a test answers. */
class ScriptedRequest extends EventTarget implements UploadRequest {
  status = 0;
  responseText = "";
  headers: Record<string, string> = {};
  readonly upload = new ScriptedUpload();
  readonly sent: unknown[] = [];
  isAborted = false;

  open(...args: unknown[]) {
    this.sent.push(args);
  }
  setRequestHeader(...args: unknown[]) {
    this.sent.push(args);
  }
  send(body: Uint8Array<ArrayBuffer>) {
    this.sent.push(body);
  }
  abort() {
    this.isAborted = true;
  }
  getResponseHeader(name: string) {
    return this.headers[name] ?? null;
  }
  answer(status: number, responseText = "", headers: Record<string, string> = {}) {
    this.headers = headers;
    this.status = status;
    this.responseText = responseText;
    this.dispatchEvent(new Event("load"));
  }
}

class ScriptedUpload {
  #onProgress: (event: { loaded: number }) => void = () => undefined;
  addEventListener(_type: "progress", listener: (event: { loaded: number }) => void) {
    this.#onProgress = listener;
  }
  progress(loaded: number) {
    this.#onProgress({ loaded });
  }
}

function setUp() {
  const environment = createVirtualEnvironment();
  const request = new ScriptedRequest();
  const abort = new AbortController();
  const sentBytes: number[] = [];
  const putObject = createPutObject({
    createRequest: () => request,
    setTimer: environment.setTimer.bind(environment),
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
      onProgress: (sent) => sentBytes.push(sent),
      signal: abort.signal,
    });
  return { environment, request, abort, put, sentBytes };
}

describe("putting an object", () => {
  test("sends exactly the granted headers and the bytes, and tells the progress", async () => {
    const { request, put, sentBytes } = setUp();
    const done = put();
    expect(request.sent).toEqual([
      ["PUT", "https://bucket.example/k?X-Amz-Signature=s"],
      ["content-type", "audio/webm;codecs=opus"],
      ["if-none-match", "*"],
      Uint8Array.of(1, 2, 3),
    ]);
    request.upload.progress(2);
    request.answer(200);
    await done;
    expect(sentBytes).toEqual([2]);
  });

  test("a refusal is an error of the catalogue, without the URL", async () => {
    const { request, put } = setUp();
    const done = put();
    request.answer(403, "<Error><Code>SignatureDoesNotMatch</Code></Error>");
    await expect(done).rejects.toMatchObject({ code: "UPLOAD_REFUSED" });
    await expect(done).rejects.not.toThrow("bucket.example");
  });

  test("a page in the place of S3's answer is no answer, although its status is 200", async () => {
    const { request, put } = setUp();
    const done = put();
    request.answer(200, "<h1>Welcome to Hotel Grand</h1>");
    await expect(done).rejects.toMatchObject({ code: "BUCKET_BLOCKED", details: { status: 200 } });
  });

  test("a refusal says how long to wait", async () => {
    const { request, put } = setUp();
    const done = put();
    request.answer(503, "<Error><Code>SlowDown</Code></Error>", { "retry-after": "7" });
    await expect(done).rejects.toMatchObject({
      code: "THROTTLED",
      details: { retryAfterMs: 7000 },
    });
  });

  test("a broken connection is CONNECTION_LOST", async () => {
    const { request, put } = setUp();
    const done = put();
    request.dispatchEvent(new Event("error"));
    await expect(done).rejects.toMatchObject({ code: "CONNECTION_LOST" });
  });

  test("goes on for as long as bytes move, and is TIMEOUT 30 s after the last", async () => {
    const { environment, request, put } = setUp();
    const done = put();
    for (let sent = 1; sent <= 10; sent++) {
      await environment.advance(29_999);
      request.upload.progress(sent);
    }
    expect(request.isAborted).toBe(false);
    const failure = done.catch((thrown: unknown) => thrown);
    await environment.advance(30_000);
    expect(await failure).toMatchObject({ code: "TIMEOUT" });
    expect(request.isAborted).toBe(true);
  });

  test("ends when told to, and leaves no timer behind", async () => {
    const { environment, request, abort, put } = setUp();
    const done = put();
    abort.abort();
    await expect(done).rejects.toBe(abort.signal.reason);
    expect(request.isAborted).toBe(true);
    expect(environment.timerCount()).toBe(0);
    await expect(put()).rejects.toBe(abort.signal.reason);
    expect(request.sent).toHaveLength(4);
  });
});
