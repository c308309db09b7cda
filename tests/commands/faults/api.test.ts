// The faults of `--faults` in front of the API: they delay, lose, cut or repeat the real handler's answers.
import { describe, expect, test } from "vitest";
import type { FaultRule } from "@tapedeck/local/faults/fault-rule";
import { useStack } from "../../fixtures/stack/use-stack.ts";
import { prepareUpload } from "../../fixtures/stack/prepare-upload.ts";

const stack = await useStack();
const token = await stack.tokenOf("ada");

const hits = (rule: FaultRule) => stack.faults.hits.get(rule);
const me = () => stack.get("/trpc/session.me", { authorization: `Bearer ${token}` });

describe("a call", () => {
  test("gets no answer under the fault drop, while the app's pages are served", async () => {
    const rule: FaultRule = { at: "api", kind: "drop" };
    const lift = stack.faults.add(rule);
    await expect(me()).rejects.toThrow("fetch failed");
    await expect(stack.get("/auth/login")).rejects.toThrow("fetch failed");
    expect((await stack.get("/")).text).toBe("No site here\n");
    expect(hits(rule)).toBe(2);
    lift();
    expect(await me()).toMatchObject({ status: 200 });
  });

  test("gets 503 without a code of ours under the fault unavailable", async () => {
    const rule: FaultRule = { at: "api", kind: "unavailable", retryAfterSeconds: 3, times: 1 };
    stack.faults.add(rule);
    const response = await fetch(`${stack.url}/trpc/session.me`);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("3");
    expect(await response.json()).toEqual({ Message: "Service Unavailable" });
    expect(hits(rule)).toBe(1);
    expect(await me()).toMatchObject({ status: 200 });
  });

  test("gets a stranger's page without a code of ours under the fault foreign", async () => {
    const rule: FaultRule = { at: "api", kind: "foreign", status: 451, times: 1 };
    stack.faults.add(rule);
    const response = await fetch(`${stack.url}/trpc/session.me`);
    expect(response.status).toBe(451);
    expect(await response.text()).toMatch(/^<!doctype html>.*Blocked by policy/);
    expect(hits(rule)).toBe(1);
    expect(await me()).toMatchObject({ status: 200 });
  });

  test("runs without an answer under the fault lose-answer", async () => {
    const upload = await prepareUpload(stack, token);
    await upload.put();
    const rule: FaultRule = { at: "api", kind: "lose-answer", match: { path: "recordings.seal" } };
    const lift = stack.faults.add(rule);
    expect(await upload.manifestBytes()).toBeUndefined();
    await expect(upload.call("recordings.seal")).rejects.toThrow("fetch failed");
    expect(hits(rule)).toBe(1);
    expect(await upload.manifestBytes()).toBeGreaterThan(0);
    lift();
    expect((await upload.call("recordings.seal")).data).toMatchObject({ sampleCount: 96_000 });
  });

  test("runs twice and is answered once under the fault duplicate", async () => {
    const rule: FaultRule = { at: "api", kind: "duplicate", times: 1 };
    stack.faults.add(rule);
    const refusals = () => stack.logLines.filter((line) => line.includes("NOT_SIGNED_IN"));
    const before = refusals().length;
    const answer = await stack.get("/trpc/session.me");
    expect(answer).toMatchObject({ status: 401, appCode: "NOT_SIGNED_IN" });
    await expect.poll(() => refusals().length - before).toBe(2);
    expect(refusals().at(-1)).toContain(answer.requestId);
    expect(hits(rule)).toBe(1);
  });

  test("gets the head of an answer that breaks off under the fault truncate", async () => {
    const rule: FaultRule = { at: "api", kind: "truncate", times: 1 };
    stack.faults.add(rule);
    const response = await fetch(`${stack.url}/trpc/session.me`);
    expect(response.status).toBe(401);
    expect(Number(response.headers.get("content-length"))).toBeGreaterThan(1);
    await expect(response.text()).rejects.toThrow("terminated");
    expect(hits(rule)).toBe(1);
  });
});
