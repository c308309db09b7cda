import { expect, test } from "vitest";
import type { HttpResult } from "@tapedeck/functions/http/lambda-http";
import type { OriginRequest } from "../edge/origin-request.ts";
import { NoInstanceError } from "./function-host.ts";
import { TimedOutError } from "./function-instance.ts";
import { functionUrl } from "./function-url.ts";

const REQUEST: OriginRequest = {
  method: "GET",
  path: "/trpc/session.me",
  query: "",
  headers: {},
  body: Buffer.alloc(0),
};

const answerTo = (invoke: () => Promise<HttpResult>) =>
  functionUrl(
    { invoke, [Symbol.asyncDispose]: async () => undefined },
    { clockAheadMs: 0 },
  )(REQUEST);

/** An answer whose JSON has so many bytes: Lambda counts `{"statusCode":200,"body":"…"}`. */
function resultOf(sizeBytes: number, character = "x"): HttpResult {
  const around = JSON.stringify({ statusCode: 200, body: "" }).length;
  const escapedBytes = JSON.stringify(character).length - 2;
  return { statusCode: 200, body: character.repeat((sizeBytes - around) / escapedBytes) };
}

test.each([
  ["6,291,556 bytes", resultOf(6_291_556), 200],
  ["one byte more", resultOf(6_291_557), 502],
  ["as many, half of them escapes", resultOf(6_291_558, '"'), 502],
])("an answer of %s is answered with its own status, or Lambda's", async (_, result, status) => {
  expect((await answerTo(async () => result)).status).toBe(status);
});

test.each([
  ["throws", new Error("broken"), 502],
  ["takes too long", new TimedOutError(20_000), 504],
  ["has a call in every reserved instance", new NoInstanceError(2), 429],
])("Lambda answers in the place of a function that %s", async (_, error, status) => {
  const answer = await answerTo(() => Promise.reject(error));
  expect(answer.status).toBe(status);
  expect(answer.body.toString()).not.toContain(error.message);
});
