// Every procedure refuses what breaks a rule, with a code of the catalogue and a sentence that names
// the rule and the value; through HTTP, the Lambda worker and the shipped handler.
import { describe, expect, test } from "vitest";
import { errorCatalogue } from "@tapedeck/core/error-catalogue";
import { LIMITS } from "@tapedeck/core/limits";
import { REQUEST_BODY_BYTES } from "../../infra/imitated/edge.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";
import { makeSegment, RECORDING_ID, SHA256 } from "../fixtures/stack/samples.ts";

const stack = await useStack();
const token = await stack.tokenOf("ada");

const call = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  stack.post(path, JSON.stringify(body), { authorization: `Bearer ${token}`, ...headers });

const upload = (over: object = {}) => ({
  contentType: "audio/webm",
  sizeBytes: 1,
  sha256: SHA256,
  ...over,
});
const segments = (list: unknown, recordingId: unknown = RECORDING_ID) => ({
  recordingId,
  segments: list,
});
const refused = (report: object) => ({ ...segments([makeSegment(0)]), refused: report });
const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 19);
const FUTURE_ID = `${tomorrow.replace(/[T:]/g, "-")}-000000-ABCDEF`;

describe("uploads.presign refuses", () => {
  test.each<[string, unknown, RegExp]>([
    ["size 0", upload({ sizeBytes: 0 }), /sizeBytes must be .* from 1 to 8388608, got 0/],
    ["size above 8 MiB", upload({ sizeBytes: 8_388_609 }), /to 8388608, got 8388609/],
    ["a fractional size", upload({ sizeBytes: 1.5 }), /sizeBytes must be .*got 1.5/],
    ["a size in words", upload({ sizeBytes: "10" }), /sizeBytes must be .*got "10"/],
    ["a short checksum", upload({ sha256: "YWJj" }), /sha256 must be .*32 bytes.*got "YWJj"/],
    ["a long checksum", upload({ sha256: `${SHA256}AAAA` }), /sha256 must be the base64/],
    ["a checksum in hex", upload({ sha256: "ab".repeat(32) }), /sha256 must be the base64/],
    ["another type", upload({ contentType: "text/html" }), /contentType must be one of audio/],
    ["an unknown field", upload({ key: "users/x" }), /key/],
    ["no input at all", null, /input/],
  ])("%s", async (_what, body, message) => {
    const answer = await call("uploads.presign", body);
    expect(answer).toMatchObject({ status: 400, appCode: "INPUT_INVALID" });
    expect(answer.message).toMatch(message);
  });
});

describe("segments.presign refuses", () => {
  const many = Array.from({ length: LIMITS.segmentsPerCall + 1 }, (_, i) => makeSegment(i));
  test.each<[string, unknown, RegExp]>([
    [
      "a negative sequence",
      segments([makeSegment(-1)]),
      /segments\[0\]\.sequence must be .*got -1/,
    ],
    ["a fractional sequence", segments([makeSegment(0.5)]), /sequence must be .*got 0.5/],
    ["a sequence above 999999", segments([makeSegment(1_000_000)]), /to 999999, got 1000000/],
    ["0 segments", segments([]), /segments must be a list of 1 to 100 segments, got a list of 0/],
    ["101 segments", segments(many), /segments must be a list of 1 to 100.*got a list of 101/],
    ["doubled sequences", segments([makeSegment(7), makeSegment(7)]), /once, got 7 twice/],
    ["a report of no status", refused({ status: 7 }), /refused\.status must be .*599, got 7/],
    ["a report with an address", refused({ code: "s3.example/?a=b" }), /refused\.code must be/],
    ["a report with more in it", refused({ url: "https://s3.example" }), /url/],
    ["size 0", segments([{ ...makeSegment(0), sizeBytes: 0 }]), /sizeBytes must be .*got 0/],
    ["0 samples", segments([{ ...makeSegment(0), sampleCount: 0 }]), /sampleCount must be .*got 0/],
    ["a made-up id", segments([makeSegment(0)], "../../etc"), /recordingId must be .*got "..\/../],
    ["31 February", segments([makeSegment(0)], "2026-02-31-00-00-00-000000-ABCDEF"), /recordingId/],
  ])("%s", async (_what, body, message) => {
    const answer = await call("segments.presign", body);
    expect(answer).toMatchObject({ status: 400, appCode: "INPUT_INVALID" });
    expect(answer.message).toMatch(message);
  });

  test("a recording id from the future by more than a day", async () => {
    const answer = await call("segments.presign", segments([makeSegment(0)], FUTURE_ID));
    expect(answer).toMatchObject({ status: 400, appCode: "RECORDING_FROM_FUTURE" });
    expect(answer.message).toContain(FUTURE_ID);
  });
});

describe("the API refuses", () => {
  test("a body that is not JSON", async () => {
    const answer = await stack.post("uploads.presign", "{nope", {
      authorization: `Bearer ${token}`,
    });
    expect(answer).toMatchObject({ status: 400, appCode: "BODY_NOT_JSON" });
  });

  test("a body above its own limit", async () => {
    const sha256 = "a".repeat(LIMITS.requestBytes);
    const answer = await call("uploads.presign", upload({ sha256 }));
    expect(answer).toMatchObject({ status: 413, appCode: "REQUEST_TOO_LARGE" });
    expect(answer.message).toContain(String(LIMITS.requestBytes));
  });

  test.each([REQUEST_BODY_BYTES, 7_000_000])("a body of more than %i bytes", async (bytes) => {
    const answer = await call("uploads.presign", upload({ sha256: "a".repeat(bytes) }));
    expect(answer).toMatchObject({ status: 413, appCode: undefined });
  });

  test("an unknown procedure", async () => {
    const answer = await call("uploads.destroy", {});
    expect(answer).toMatchObject({ status: 404, appCode: "PROCEDURE_UNKNOWN" });
  });

  test("an unknown address", async () => {
    const answer = await stack.get("/auth/nothing");
    expect(answer).toMatchObject({ status: 404, appCode: "ROUTE_UNKNOWN" });
  });

  test("a mutation sent as GET", async () => {
    const answer = await stack.get("/trpc/uploads.presign", { authorization: `Bearer ${token}` });
    expect(answer).toMatchObject({ status: 405, appCode: "METHOD_UNSUPPORTED" });
  });

  test("several calls in one request", async () => {
    const answer = await call("session.me,session.me?batch=1", {});
    expect(answer.status).toBe(400);
  });
});

describe("a refusal", () => {
  test("carries its request id, and no stack, server path, token or secret", () => {
    expect(stack.answers.length).toBeGreaterThan(25);
    for (const { status, text, requestId } of stack.answers) {
      expect(text).not.toMatch(/\bat .*:\d+:\d+|node_modules|packages\/|file:\/\//);
      expect(text).not.toContain(token);
      expect(text).not.toContain(stack.credentials.secretAccessKey);
      // The edge refuses a body above its limit; the function, which makes the ids, never sees it.
      const isPlatforms = status === 413 && text.startsWith('{"error":"Request body exceeds 1MB');
      expect(isPlatforms || /^[0-9a-f-]{36}$/.test(requestId ?? "")).toBe(true);
    }
  });

  test("uses a code of the catalogue", () => {
    const codes = stack.answers.flatMap(({ appCode }) => appCode ?? []);
    expect(codes.length).toBeGreaterThan(25);
    expect(Object.keys(errorCatalogue)).toEqual(expect.arrayContaining(codes));
  });
});
