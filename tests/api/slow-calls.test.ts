// A call that seals, recovers or deletes may take seconds. As on AWS with both reservations, such calls have
// instances of their own, so one person's cannot keep another person's recording from the bucket.
import { expect, test, vi } from "vitest";
import { SHA256 } from "../fixtures/stack/samples.ts";
import { prepareUpload } from "../fixtures/stack/prepare-upload.ts";
import type { Answer } from "../fixtures/stack/test-stack.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const INSTANCES = 2;
/** Less than Lambda lets a call take, and far more than a presign takes on the slowest machine. */
const HELD_MS = 15_000;
const CALLS = 100;

const stack = await useStack({
  apiConcurrency: INSTANCES,
  slowConcurrency: INSTANCES,
  isConcurrencyReserved: true,
});

test.each(["recordings.seal", "recordings.recover", "recordings.delete"])(
  "the fast function does not run %s, and tells the caller to ask again",
  async (procedure) => {
    const body = JSON.stringify({ recordingId: "2026-01-31-08-15-30-123456-ABCDEF" });
    const answer = await fetch(`${stack.url}/api/trpc/${procedure}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await stack.tokenOf("ada")}`,
        "content-type": "application/json",
      },
      body,
    });
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(await answer.json()).toMatchObject({
      error: { data: { appCode: "SERVICE_UNAVAILABLE", path: procedure } },
    });
  },
);

test.each(["/slow-api/trpc/session.me", "/slow-api/auth/login"])(
  "the slow function serves nothing else: %s",
  async (path) => {
    const authorization = `Bearer ${await stack.tokenOf("ada")}`;
    const { status, appCode } = await stack.get(path, { authorization });
    expect([status, appCode]).toEqual([
      404,
      path.includes("trpc") ? "PROCEDURE_UNKNOWN" : "ROUTE_UNKNOWN",
    ]);
  },
);

test("a hundred slow calls of one account leave another account's presign answered", async () => {
  const [ada, ben] = await Promise.all([stack.tokenOf("ada"), stack.tokenOf("ben")]);
  const authorization = `Bearer ${ada}`;
  // A seal asks for each segment by HEAD; a grant for a new recording asks for none.
  stack.faults.add({ at: "s3", kind: "delay", delayMs: HELD_MS, match: { method: "HEAD" } });
  const seal = (call: number) =>
    stack.post(
      "recordings.seal",
      JSON.stringify({
        recordingId: `2026-01-31-08-15-30-${100_000 + call}-ABCDEF`,
        segmentCount: 1,
        digest: SHA256,
        gaps: [],
      }),
      { authorization },
    );
  const answers: Answer[] = [];
  const calls = Array.from({ length: CALLS }, async (_, call) => {
    answers.push(await seal(call));
  });
  await vi.waitUntil(() => answers.length === CALLS - INSTANCES, { timeout: HELD_MS });
  // Each is given a grant, or this throws.
  for (const token of [ben, ada]) await prepareUpload(stack, token);
  // The other two have been held all this time.
  const throttled = {
    Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    Type: "User",
    message: "Rate Exceeded.",
  };
  expect(answers.map(({ status, text }) => [status, JSON.parse(text) as unknown])).toEqual(
    Array.from({ length: CALLS - INSTANCES }, () => [429, throttled]),
  );
  // They end with the stack.
  void Promise.allSettled(calls);
});
