// The faults of clocks and tokens: the real checks refuse, on the real paths.
import { beforeAll, describe, expect, test } from "vitest";
import type { Grant } from "@tapedeck/core/contract";
import type { FaultRule } from "@tapedeck/local/faults/fault-rule";
import { useStack } from "../../fixtures/stack/use-stack.ts";
import { prepareUpload, type Upload } from "../../fixtures/stack/prepare-upload.ts";

const THREE_HOURS_MS = 3 * 60 * 60 * 1000;

const stack = await useStack();
const token = await stack.tokenOf("ada");

const hits = (rule: FaultRule) => stack.faults.hits.get(rule);
const me = (bearer: string) => stack.get("/trpc/session.me", { authorization: `Bearer ${bearer}` });

describe("an access token under the fault token-expired", () => {
  test("is refused as expired by the function itself, as often as the fault says", async () => {
    const rule: FaultRule = { at: "api", kind: "token-expired", times: 2 };
    stack.faults.add(rule);
    for (const _ of [1, 2]) {
      expect(await me(token)).toMatchObject({ status: 401, appCode: "TOKEN_EXPIRED" });
    }
    expect(await me(token)).toMatchObject({ status: 200 });
    expect(hits(rule)).toBe(2);
  });

  test("changes nothing for a caller without a token", async () => {
    const rule: FaultRule = { at: "api", kind: "token-expired" };
    stack.faults.add(rule);
    expect(await stack.get("/trpc/session.me")).toMatchObject({ appCode: "NOT_SIGNED_IN" });
    expect((await stack.get("/auth/login")).status).toBe(302);
    expect(hits(rule)).toBe(0);
  });

  test("leaves calls beside it under the true time", async () => {
    const rule: FaultRule = { at: "api", kind: "token-expired", every: 2 };
    stack.faults.add(rule);
    const answers = await Promise.all(Array.from({ length: 10 }, () => me(token)));
    const codes = answers.map(({ appCode }) => appCode);
    expect(codes.filter((code) => code === "TOKEN_EXPIRED")).toHaveLength(5);
    expect(codes.filter((code) => code === undefined)).toHaveLength(5);
  });
});

describe("a person whose clock is wrong", () => {
  test.each([
    ["ahead", THREE_HOURS_MS],
    ["behind", -THREE_HOURS_MS],
  ])("signs in, uploads and seals while the servers are three hours %s", async (_, aheadMs) => {
    const rules: FaultRule[] = [
      { at: "s3", kind: "clock-skew", aheadMs },
      { at: "api", kind: "clock-skew", aheadMs },
    ];
    for (const rule of rules) stack.faults.add(rule);
    const upload = await prepareUpload(stack, await stack.tokenOf("ada"));
    const expiresInMs = Date.parse(upload.grant.expiresAt) - Date.now();
    expect(Math.abs(expiresInMs - aheadMs)).toBeLessThan(THREE_HOURS_MS / 2);
    expect((await upload.put()).status).toBe(200);
    expect((await upload.call("segments.verify")).data).toMatchObject({
      segments: [{ state: "verified" }],
    });
    expect((await upload.call("recordings.seal")).data).toMatchObject({ sampleCount: 96_000 });
    for (const rule of rules) expect(hits(rule)).toBeGreaterThan(0);
  });

  test("gets a new token when the old one expired as the clocks moved", async () => {
    stack.faults.add({ at: "api", kind: "clock-skew", aheadMs: THREE_HOURS_MS });
    expect(await me(token)).toMatchObject({ status: 401, appCode: "TOKEN_EXPIRED" });
    expect(await me(await stack.tokenOf("ada"))).toMatchObject({ status: 200 });
  });
});

describe("S3's clock alone", () => {
  let upload: Upload;
  beforeAll(async () => {
    upload = await prepareUpload(stack, token);
  });

  test.each([
    [THREE_HOURS_MS, "Request has expired"],
    [-THREE_HOURS_MS, "Request is not valid yet"],
  ])("makes S3 refuse a grant when it is %i ms off: %s", async (aheadMs, message) => {
    stack.faults.add({ at: "s3", kind: "clock-skew", aheadMs });
    const answer = await upload.put();
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain(`<Message>${message}</Message>`);
    const shownMs = Date.parse(answer.headers.get("date") ?? "") - Date.now();
    expect(Math.abs(shownMs - aheadMs)).toBeLessThan(THREE_HOURS_MS / 2);
  });

  test("does not keep the function out, because its SDK sets its clock by S3's answer", async () => {
    await upload.put();
    stack.faults.add({ at: "s3", kind: "clock-skew", aheadMs: THREE_HOURS_MS });
    expect((await upload.call("segments.verify")).data).toMatchObject({
      segments: [{ state: "verified" }],
    });
  });
});

describe("the function's clock alone", () => {
  test.each([
    [THREE_HOURS_MS, "Request is not valid yet"],
    [-THREE_HOURS_MS, "Request has expired"],
  ])("makes grants that S3 refuses when it is %i ms off: %s", async (aheadMs, message) => {
    stack.faults.add({ at: "api", kind: "clock-skew", aheadMs });
    const { grant } = await prepareUpload(stack, await stack.tokenOf("ada"));
    const answer = await sendUnder(grant);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain(`<Message>${message}</Message>`);
  });
});

const sendUnder = ({ url, headers }: Grant) => fetch(url, { method: "PUT", headers, body: "x" });
