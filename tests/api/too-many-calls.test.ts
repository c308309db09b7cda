// The API tells a person who calls without end how long to wait, and answers everyone else.
import { expect, test } from "vitest";
import { LIMITS } from "@tapedeck/core/limits";
import { startTestStack } from "../fixtures/stack/test-stack.ts";

test("answers one person's excess calls with 429 and Retry-After, and the next person's as usual", async () => {
  // Each instance counts by itself.
  await using stack = await startTestStack({ apiConcurrency: 1 });
  const [ada, ben] = await Promise.all([stack.tokenOf("ada"), stack.tokenOf("ben")]);
  const ask = (token: string) =>
    fetch(`${stack.url}/trpc/session.me`, { headers: { authorization: `Bearer ${token}` } });
  let refused: Response | undefined;
  // More calls than the limit takes at once and regains meanwhile, even on a slow machine.
  for (let round = 0; round < 200 && refused === undefined; round++) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(ada)));
    refused = answers.find(({ status }) => status === 429);
    if (refused === undefined) continue;
    expect(round).toBeGreaterThanOrEqual(LIMITS.callsPerPerson.atOnce / 50 - 1);
  }
  expect(refused?.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  expect(await refused?.json()).toMatchObject({ error: { data: { appCode: "THROTTLED" } } });
  expect((await ask(ben)).status).toBe(200);
});
