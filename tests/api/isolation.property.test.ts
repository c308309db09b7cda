// Two users cannot name each other's prefix by any input: through the real handler.
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Grant } from "@tapedeck/core/contract";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { makeSegment, RECORDING_ID, SHA256 } from "../fixtures/stack/samples.ts";

let stack: TestStack;
const people: { token: string; prefix: string }[] = [];

beforeAll(async () => {
  stack = await startTestStack();
  for (const name of ["ada", "ben"] as const) {
    const token = await stack.tokenOf(name);
    const { data } = await stack.get("/trpc/session.me", { authorization: `Bearer ${token}` });
    people.push({ token, prefix: (data as { prefix: string }).prefix });
  }
});
afterAll(() => stack[Symbol.asyncDispose]());

/** Strings that a careless server would take for a path, a key or another's name. */
const hostile = () =>
  fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "..",
      "../..",
      "%2e%2e%2f",
      "/",
      "\0",
      "__proto__",
      ...people.map((p) => p.prefix),
    ),
    fc.constantFrom(...people.map((p) => `${RECORDING_ID}/../../${p.prefix}x`)),
  );

/** Valid input with any of its fields replaced, and fields added that the contract lacks. */
const bent = (valid: Record<string, unknown>) =>
  fc
    .dictionary(
      fc.oneof(fc.constantFrom(...Object.keys(valid), "key", "prefix", "sub"), hostile()),
      hostile(),
      {
        maxKeys: 2,
      },
    )
    .map((over) => ({ ...valid, ...over }));

test("every grant is for its own user's prefix, whatever the input", async () => {
  const [ada, ben] = people;
  expect(ada?.prefix).not.toBe(ben?.prefix);
  const input = fc.oneof(
    fc.record({
      path: fc.constant("uploads.presign"),
      body: bent({ contentType: "audio/webm", sizeBytes: 10, sha256: SHA256 }),
    }),
    fc.record({
      path: fc.constant("segments.presign"),
      body: bent({ recordingId: RECORDING_ID, segments: [makeSegment(3)] }),
    }),
  );
  let granted = 0;
  await fc.assert(
    fc.asyncProperty(
      input,
      fc.constantFrom(...people),
      async ({ path, body }, { token, prefix }) => {
        const answer = await stack.post(path, JSON.stringify(body), {
          authorization: `Bearer ${token}`,
        });
        expect([200, 400]).toContain(answer.status);
        if (answer.status !== 200) return;
        for (const grant of [answer.data as Grant | Grant[]].flat()) {
          granted += 1;
          expect(grant.key.startsWith(prefix)).toBe(true);
          expect(decodeURIComponent(new URL(grant.url).pathname)).toBe(
            `/${stack.bucket}/${grant.key}`,
          );
        }
      },
    ),
    { numRuns: 400 },
  );
  // A property that never sees a grant would prove nothing.
  expect(granted).toBeGreaterThan(20);
});
