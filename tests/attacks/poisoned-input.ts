// Bodies that try to break a parser, or to change what every object inherits.
import { LIMITS } from "@tapedeck/core/limits";
import { REQUEST_BODY_BYTES } from "../../infra/imitated/edge.ts";
import { bearer, unlessRefused, type Attack } from "./arena.ts";
import { MUTATIONS } from "./procedures.ts";

const nested = (open: string, close: string, depth: number) =>
  open.repeat(depth) + close.repeat(depth);

const BODIES: Readonly<Record<string, string>> = {
  __proto__: '{"__proto__":{"sub":"victim","isPolluted":true}}',
  "constructor.prototype": '{"constructor":{"prototype":{"isPolluted":true}}}',
  "__proto__ in a list": '{"segments":[{"__proto__":{"isPolluted":true}}]}',
  "100,000 lists in each other": nested("[", "]", 100_000),
  "40,000 objects in each other": `${'{"a":'.repeat(40_000)}1${"}".repeat(40_000)}`,
  "a number without end": `{"sizeBytes":${"9".repeat(100_000)}}`,
  "an exponent": '{"sizeBytes":1e999}',
  "a lone surrogate": '{"sha256":"\\ud800"}',
  "a list as input": "[]",
  "a text as input": '"x"',
  "an empty body": "",
  "a byte order mark": "\ufeff{}",
  "two values": "{}{}",
};

/** The function's own limit; a seal may be as large as the edge lets through. */
const oversized = MUTATIONS.filter((procedure) => procedure !== "recordings.seal").map(
  (procedure): Attack => ({
    name: `input: ${procedure} with more bytes than the function reads`,
    run: async ({ stack, attacker }) => {
      const body = JSON.stringify({ padding: "x".repeat(LIMITS.requestBytes) });
      const answer = await stack.post(procedure, body, bearer(attacker.token));
      return unlessRefused(answer, 413, "REQUEST_TOO_LARGE");
    },
  }),
);

const cutAtTheEdge = MUTATIONS.map((procedure): Attack => ({
  name: `input: ${procedure} with more bytes than any request may have`,
  run: async ({ stack, attacker }) => {
    const body = JSON.stringify({ padding: "x".repeat(REQUEST_BODY_BYTES) });
    const { status, text } = await stack.post(procedure, body, bearer(attacker.token));
    return status === 413 ? undefined : `answered ${status}: ${text.slice(0, 200)}`;
  },
}));

const poisoned = MUTATIONS.flatMap((procedure) =>
  Object.entries(BODIES).map(([name, body]): Attack => ({
    name: `input: ${procedure} with ${name}`,
    run: async ({ stack, attacker }) => {
      const { status, text } = await stack.post(procedure, body, bearer(attacker.token));
      if (status !== 400 && status !== 413) return `answered ${status}: ${text.slice(0, 200)}`;
      // All people share the function's process: a polluted prototype would reach the next person.
      const after = await stack.get("/trpc/session.me", bearer(attacker.token));
      return after.text.includes("isPolluted") ||
        after.text.includes("victim") ||
        after.status !== 200
        ? `afterwards session.me says ${after.text}`
        : undefined;
    },
  })),
);

export const inputAttacks: readonly Attack[] = [...poisoned, ...oversized, ...cutAtTheEdge];
