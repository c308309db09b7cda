// docs/api.md is current (`npx vitest run tests/docs --update` prints it), and its commands work.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Grant, Manifest } from "@tapedeck/core/contract";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { apiPage, EXAMPLE, procedures } from "./api-page.ts";
import { CURL_PUT, curlOf, NOTES } from "./api-procedures.ts";

const run = promisify(execFile);

let stack: TestStack;
let dir: string;
beforeAll(async () => {
  stack = await startTestStack();
  dir = await mkdtemp(join(tmpdir(), "tapedeck-docs-"));
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

test("docs/api.md describes every procedure as it is", async () => {
  expect(Object.keys(NOTES).toSorted()).toEqual([...procedures.keys()].toSorted());
  await expect(apiPage()).toMatchFileSnapshot("../../docs/api.md");
});

describe("an example of docs/api.md", () => {
  test("runs with curl, after the one before", async () => {
    const token = await stack.tokenOf("ada");
    const sh = async (command: string, environment: Record<string, string> = {}) => {
      const env = { PATH: process.env["PATH"], TAPEDECK: stack.url, TOKEN: token, ...environment };
      return (await run("sh", ["-c", command], { cwd: dir, env })).stdout;
    };
    const data = new Map<string, unknown>();
    for (const name of Object.keys(NOTES)) {
      const answer = JSON.parse(await sh(curlOf(name))) as { result: { data: unknown } };
      expect(answer).toHaveProperty("result.data");
      data.set(name, answer.result.data);
      if (name !== "segments.presign") continue;
      const [grant] = answer.result.data as Grant[];
      expect(await sh(CURL_PUT, { URL: grant?.url ?? "" })).toBe("");
    }
    expect(data.get("segments.verify")).toEqual({
      userType: "hosts",
      segments: [{ sequence: 0, state: "verified" }],
    });
    expect((data.get("recordings.seal") as Manifest).segments).toHaveLength(1);
    expect(data.get("recordings.list")).toMatchObject({
      recordings: [{ state: "sealed", title: "Standup", durationMs: 2000 }],
    });
    expect(data.get("recordings.delete")).toEqual({ objectCount: 2 });
  });

  test("runs as a program with the typed client", async () => {
    const token = await stack.tokenOf("ben");
    const { stdout } = await run(process.execPath, [fileURLToPath(EXAMPLE)], {
      env: { TAPEDECK: stack.url, TOKEN: token },
    });
    expect(JSON.parse(stdout)).toMatchObject({
      isSafe: true,
      manifest: { sampleCount: 96_000 },
      library: {
        // The one-off upload, and the recording.
        listed: 2,
        isRecovered: false,
        isLastPage: true,
        read: ["not really sound"],
        title: "Retrospective",
        objectCount: 2,
      },
    });
  });
});
