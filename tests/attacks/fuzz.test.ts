// Sends ten thousand inputs to every procedure of the shipped handler. Each gets an answer or a refusal, and
// every grant is for its owner's prefix.
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Grant } from "@tapedeck/core/contract";
import { apiRouter } from "@tapedeck/functions/api-router";
import type { ProcedureConfig } from "@tapedeck/functions/config";
import { createHandler, type Handler } from "@tapedeck/functions/http/handler";
import type { HttpEvent } from "@tapedeck/functions/http/lambda-http";
import { createProcedureDeps } from "@tapedeck/functions/procedure-deps";
import { slowRouter } from "@tapedeck/functions/slow-router";
import type { RoleKeys } from "@tapedeck/local/role-keys";
import { httpEvent } from "@tapedeck/functions/http/testing/http-event";
import { QUOTA_PER_PERSON, quotaLink } from "../../infra/imitated/quota.ts";
import { makeSegment, RECORDING_ID, SHA256 } from "../fixtures/stack/samples.ts";
import { refuseSecrets } from "../fixtures/stack/log-secrets.ts";
import { openArena, type Arena } from "./arena.ts";
import { PROCEDURES, type Procedure } from "./procedures.ts";

const RUNS = 10_000;
/** Enough people that none reaches the limit on calls. */
const PEOPLE = 40;

let arena: Arena;
let handler: Handler;
const tokens: string[] = [];
const logLines: string[] = [];

beforeAll(async () => {
  arena = await openArena();
  const { stack } = arena;
  const note = (message: string, fields: object = {}) => {
    logLines.push(JSON.stringify({ message, ...fields }));
  };
  // Calls the handler itself: HTTP would take most of the time.
  const config: ProcedureConfig = {
    auth: {
      issuer: stack.cognito.issuer,
      hostedUiOrigin: stack.cognito.origin,
      webClientId: stack.cognito.webClientId,
      clientIds: [stack.cognito.webClientId],
      userTypes: ["hosts"],
      federatedProviders: [],
    },
    quota: quotaLink(QUOTA_PER_PERSON, 30),
    recordings: { name: stack.bucket },
    region: stack.region,
    s3Endpoint: stack.s3.url,
    site: { origin: stack.url, allowedOrigins: [] },
  };
  const depsOf = ({ accessKeyId, secretAccessKey, sessionToken }: RoleKeys["api"]) =>
    createProcedureDeps(
      config,
      {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
      },
      { info: note, error: note },
    );
  const slowHandler = createHandler(depsOf(stack.roleKeys.slowApi), slowRouter);
  const apiHandler = createHandler(depsOf(stack.roleKeys.api), apiRouter);
  const slowPaths = new Set(Object.keys(slowRouter._def.procedures).map((name) => `/trpc/${name}`));
  handler = (event, context) =>
    (slowPaths.has(event.rawPath) ? slowHandler : apiHandler)(event, context);
  for (let person = 0; person < PEOPLE; person++) {
    tokens.push(await stack.cognito.signToken(arena.claims({ sub: `person-${person}` })));
  }
});
afterAll(() => arena[Symbol.asyncDispose]());

const SEGMENT = makeSegment(0);

/** Valid input, where the procedure has some; the rest of the walk changes it. */
const GOOD: readonly unknown[] = [
  { contentType: "audio/webm", sizeBytes: 10, sha256: SHA256 },
  { recordingId: RECORDING_ID, segments: [SEGMENT, makeSegment(1)] },
  { recordingId: RECORDING_ID, segments: [SEGMENT], gaps: [], title: "x" },
  {
    recordingId: RECORDING_ID,
    segments: [{ sequence: 0, sizeBytes: 10, sha256: SHA256 }],
  },
  { limit: 10, cursor: RECORDING_ID },
  { recordingId: RECORDING_ID, firstSequence: 1 },
  { recordingId: RECORDING_ID, title: "x" },
  { recordingId: RECORDING_ID },
];

const edge = fc.constantFrom<unknown>(
  0,
  -0,
  -1,
  1.5,
  2 ** 53,
  Number.MAX_VALUE,
  null,
  "",
  "..",
  "__proto__",
  "\0",
  [],
  {},
  true,
  RECORDING_ID,
  SHA256,
);
const value = fc.oneof(edge, fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: "binary" }));

/** The same with one leaf or branch, found by `at`, replaced, removed or doubled. */
function bend(input: unknown, at: number, by: unknown, how: "replace" | "remove" | "add"): unknown {
  const copy: unknown = structuredClone(input);
  const places: [object, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node, key]);
      walk(Reflect.get(node, key));
    }
  };
  walk(copy);
  const [node, key] = places[at % Math.max(1, places.length)] ?? [{}, ""];
  if (how === "replace") Reflect.set(node, key, by);
  else if (how === "remove") Reflect.deleteProperty(node, key);
  else Reflect.set(node, `${key}x`, by);
  return copy;
}

const bent = fc
  .tuple(
    fc.constantFrom(...GOOD),
    fc.nat(20),
    value,
    fc.constantFrom("replace" as const, "remove" as const, "add" as const),
  )
  .map(([input, at, by, how]) => JSON.stringify(bend(input, at, by, how)));

const body = fc.oneof(
  { weight: 6, arbitrary: bent },
  { weight: 1, arbitrary: fc.constantFrom(...GOOD).map((input) => JSON.stringify(input)) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 5 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);

function eventOf({ name, type }: Procedure, text: string, token: string): HttpEvent {
  const isQuery = type === "query";
  return httpEvent({
    method: isQuery ? "GET" : "POST",
    path: `/trpc/${name}`,
    rawQueryString: isQuery ? new URLSearchParams({ input: text }).toString() : "",
    ...(isQuery ? { queryStringParameters: { input: text } } : { body: text }),
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  });
}

test(`${RUNS} inputs: no procedure breaks, and every grant is for the caller's prefix`, async () => {
  const statuses = new Map<string, number>();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PROCEDURES), body, async (procedure, text) => {
      const person = runs++ % PEOPLE;
      const context = { awsRequestId: "fuzz" } as Parameters<Handler>[1];
      const result = await handler(eventOf(procedure, text, tokens[person] ?? ""), context);
      const status = result.statusCode ?? 200;
      const counted = `${procedure.name} ${status}`;
      statuses.set(counted, (statuses.get(counted) ?? 0) + 1);
      // 404, 409 and 422: the input is well-formed, and the bucket lacks its object.
      expect([200, 400, 404, 409, 413, 415, 422]).toContain(status);
      if (status !== 200 || !procedure.name.endsWith("presign")) return;
      const { result: answer } = JSON.parse(result.body ?? "") as {
        result: { data: Grant | Grant[] };
      };
      for (const { key } of [answer.data].flat()) {
        expect(key.startsWith(`users/customer/cognito/person-${person}/`)).toBe(true);
      }
    }),
    { numRuns: RUNS },
  );
  expect(runs).toBe(RUNS);
  // The inputs must meet both answers and refusals, or they would prove little.
  for (const { name, type } of PROCEDURES) {
    const answers = [...statuses.keys()].filter((counted) => counted.startsWith(`${name} `));
    expect({ name, isWide: answers.length > (type === "query" ? 0 : 1) }).toEqual({
      name,
      isWide: true,
    });
  }
  expect(logLines.filter((line) => line.includes("failed"))).toEqual([]);
  expect(logLines.length).toBeGreaterThan(1_000);
  refuseSecrets(logLines, tokens);
});
