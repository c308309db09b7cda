// The faults of `--faults` in front of S3, under real grants: the client's view, and the stored object.
import { describe, expect, test } from "vitest";
import type { FaultRule } from "@tapedeck/local/faults/fault-rule";
import { useStack } from "../../fixtures/stack/use-stack.ts";
import { BODY, prepareUpload } from "../../fixtures/stack/prepare-upload.ts";

const stack = await useStack();
const token = await stack.tokenOf("ada");

const onPut = { match: { method: "PUT" } } as const;
const hits = (rule: FaultRule) => stack.faults.hits.get(rule);

describe("a PUT", () => {
  test("stores nothing under the fault drop, and the grant works once the fault is lifted", async () => {
    const upload = await prepareUpload(stack, token);
    const rule: FaultRule = { at: "s3", kind: "drop", ...onPut };
    const lift = stack.faults.add(rule);
    await expect(upload.put()).rejects.toThrow("fetch failed");
    expect(hits(rule)).toBe(1);
    expect(await upload.storedBytes()).toBeUndefined();
    lift();
    expect((await upload.put()).status).toBe(200);
    expect(hits(rule)).toBe(1);
  });

  test("runs after a later PUT under the fault delay", async () => {
    const upload = await prepareUpload(stack, token);
    const rule: FaultRule = { at: "s3", kind: "delay", delayMs: 1500, ...onPut };
    stack.faults.add(rule);
    const finished: string[] = [];
    const put = upload.put().then(({ status }) => finished.push(`put ${status}`));
    await expect.poll(() => hits(rule)).toBe(1);
    finished.push(`stored ${await upload.storedBytes()}`);
    await put;
    expect(finished).toEqual(["stored undefined", "put 200"]);
    expect(await upload.storedBytes()).toBe(BODY.length);
  });

  test.each([
    ["unavailable", "ServiceUnavailable", { retryAfterSeconds: 7 }, "7"],
    ["unavailable", "ServiceUnavailable", {}, null],
    ["slow-down", "SlowDown", {}, null],
  ] as const)(
    "gets XML that the app's pages can read under the fault %s: %s %j",
    async (kind, code, more, retryAfter) => {
      const upload = await prepareUpload(stack, token);
      const rule: FaultRule = { at: "s3", kind, times: 1, ...onPut, ...more };
      stack.faults.add(rule);
      const { status, headers, ...answer } = await read(await upload.put());
      expect(status).toBe(503);
      expect(answer.code).toBe(code);
      expect(headers.get("retry-after")).toBe(retryAfter);
      expect(headers.get("access-control-allow-origin")).toBe(stack.url);
      expect(await upload.storedBytes()).toBeUndefined();
      expect((await upload.put()).status).toBe(200);
      expect(hits(rule)).toBe(1);
    },
  );

  test("stores its bytes under the fault lose-answer, and gets 412 when it is sent again", async () => {
    const upload = await prepareUpload(stack, token);
    const rule: FaultRule = { at: "s3", kind: "lose-answer", times: 1, ...onPut };
    stack.faults.add(rule);
    await expect(upload.put()).rejects.toThrow("fetch failed");
    expect(hits(rule)).toBe(1);
    expect(await upload.storedBytes()).toBe(BODY.length);
    expect(await read(await upload.put())).toMatchObject({
      status: 412,
      code: "PreconditionFailed",
    });
  });

  test("stores its bytes under the fault truncate, though its answer breaks off", async () => {
    const upload = await prepareUpload(stack, token);
    const rule: FaultRule = { at: "s3", kind: "truncate", ...onPut };
    stack.faults.add(rule);
    const answer = await upload.put();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow("terminated");
    expect(hits(rule)).toBe(1);
    expect(await upload.storedBytes()).toBe(BODY.length);
  });

  test("stores once and refuses the second arrival under the fault duplicate", async () => {
    const upload = await prepareUpload(stack, token);
    const rule: FaultRule = { at: "s3", kind: "duplicate", ...onPut };
    stack.faults.add(rule);
    const { status, code, headers } = await read(await upload.put());
    expect({ status, code }).toEqual({ status: 412, code: "PreconditionFailed" });
    expect(headers.get("access-control-allow-origin")).toBe(stack.url);
    expect(hits(rule)).toBe(1);
    expect(await upload.storedBytes()).toBe(BODY.length);
  });
});

describe("an expired grant", () => {
  test("is refused in S3's words, which the app's pages can read, and the next grant works", async () => {
    const upload = await prepareUpload(stack, token);
    const rule: FaultRule = { at: "s3", kind: "expired", times: 1 };
    stack.faults.add(rule);
    const { status, code, text, headers } = await read(await upload.put());
    expect({ status, code }).toEqual({ status: 403, code: "AccessDenied" });
    expect(text).toContain("<Message>Request has expired</Message>");
    expect(headers.get("access-control-allow-origin")).toBe(stack.url);
    expect(await upload.storedBytes()).toBeUndefined();
    expect((await upload.put()).status).toBe(200);
    expect(hits(rule)).toBe(1);
  });

  test("leaves the calls of the function and the owner alone, whose signatures are new", async () => {
    const upload = await prepareUpload(stack, token);
    await upload.put();
    const rule: FaultRule = { at: "s3", kind: "expired" };
    stack.faults.add(rule);
    expect(await upload.storedBytes()).toBe(BODY.length);
    expect((await upload.call("segments.verify")).data).toMatchObject({
      segments: [{ state: "verified" }],
    });
    expect(hits(rule)).toBe(0);
  });
});

async function read(response: Response) {
  const text = await response.text();
  const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1];
  return { status: response.status, headers: response.headers, text, code };
}
