import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { apiRouter } from "@tapedeck/functions/api-router";
import { appRouter } from "@tapedeck/functions/router";
import { slowRouter } from "@tapedeck/functions/slow-router";
import { jsonAnswer, sendAnswer } from "./answer.ts";
import { createEdge } from "./edge.ts";
import type { OriginRequest } from "./origin-request.ts";
import { routeToApi, type FunctionName } from "./viewer-request.ts";

/** The edge on a port, before functions that answer 200 and keep their requests. */
async function startEdge() {
  const edge = createEdge();
  const got: OriginRequest[] = [];
  const toFunctions: FunctionName[] = [];
  const originOf = (name: FunctionName) => async (sent: OriginRequest) => {
    got.push(sent);
    toFunctions.push(name);
    return jsonAnswer(200, {});
  };
  const origins = { api: originOf("api"), slowApi: originOf("slowApi") };
  const server = createServer((message, response) => {
    void edge.answer(message, origins).then((answer) => sendAnswer(response, answer));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    got,
    toFunctions,
    /** By node:http, because fetch sends no header of the connection. */
    async send(method: string, path: string, headers: Record<string, string>, body?: string) {
      const sent = request({ port, host: "127.0.0.1", method, path, headers, agent: false });
      sent.end(body);
      const [answer] = (await once(sent, "response")) as [IncomingMessage];
      return { status: answer.statusCode, body: await buffer(answer) };
    },
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, "close");
    },
  };
}

test("the edge passes on the headers that CloudFront passes on, and the caller's token beside CloudFront's own", async () => {
  await using edge = await startEdge();
  await edge.send(
    "POST",
    "/trpc/session.me?input=%7B%7D&x=",
    {
      host: "tapes.example.com",
      authorization: "Bearer a.b.c",
      cookie: "a=1; b=2",
      origin: "https://studio.example",
      "content-type": "application/json",
      "x-anything": "passes",
      "x-forwarded-for": "192.0.2.7",
    },
    "{}",
  );
  const [{ method, path, query, headers, body } = neverSent()] = edge.got;
  expect({ method, path, query, body: body.toString() }).toEqual({
    method: "POST",
    path: "/trpc/session.me",
    query: "input=%7B%7D&x=",
    body: "{}",
  });
  expect(headers).toMatchObject({
    "x-tapedeck-authorization": "Bearer a.b.c",
    cookie: "a=1; b=2",
    origin: "https://studio.example",
    "content-type": "application/json",
    "x-anything": "passes",
    "x-forwarded-host": "tapes.example.com",
    "x-forwarded-for": "192.0.2.7,127.0.0.1",
    "x-amz-content-sha256": createHash("sha256").update("{}").digest("hex"),
  });
  expect(headers["authorization"]).toMatch(/^AWS4-HMAC-SHA256 /);
  expect(headers["host"]).not.toContain("tapes.example.com");
});

test("the edge removes headers of one connection, and those that CloudFront removes", async () => {
  await using edge = await startEdge();
  const removed = {
    connection: "keep-alive",
    "keep-alive": "timeout=5",
    "proxy-authorization": "Basic eDp5",
    "proxy-connection": "keep-alive",
    te: "trailers",
    "x-edge-location": "here",
    "x-http-method-override": "DELETE",
    "x-real-ip": "192.0.2.7",
  };
  await edge.send("GET", "/trpc/session.me", removed);
  const [{ headers } = neverSent()] = edge.got;
  for (const name of Object.keys(removed)) expect(headers).not.toHaveProperty(name);
});

test("a caller cannot send a token in the header that only the edge may set", async () => {
  await using edge = await startEdge();
  await edge.send("GET", "/trpc/session.me", { "x-tapedeck-authorization": "Bearer a.b.c" });
  await edge.send("GET", "/trpc/session.me", {
    authorization: "Bearer d.e.f",
    "x-tapedeck-authorization": "Bearer a.b.c",
  });
  const [first, second] = edge.got;
  expect(first?.headers).not.toHaveProperty("x-tapedeck-authorization");
  expect(second?.headers["x-tapedeck-authorization"]).toBe("Bearer d.e.f");
});

test.each(["GET", "DELETE"])(
  "a body in a %s is refused, because it is not signed",
  async (method) => {
    await using edge = await startEdge();
    const headers = { "content-length": "2" };
    expect((await edge.send(method, "/trpc/session.me", headers, "{}")).status).toBe(403);
    expect(edge.got).toEqual([]);
  },
);

test.each([
  ["/trpc/session.me", "api", "/trpc/session.me"],
  ["/auth/token", "api", "/auth/token"],
  ["/api/trpc/session.me", "api", "/trpc/session.me"],
  ["/api/elsewhere", "api", "/elsewhere"],
  ["/trpc/recordings.seal", "slowApi", "/trpc/recordings.seal"],
  ["/trpc/recordings.seal?batch=1", "slowApi", "/trpc/recordings.seal"],
  ["/slow-api/trpc/recordings.list", "slowApi", "/trpc/recordings.list"],
  ["/trpc/recordings.seal,recordings.list", "api", "/trpc/recordings.seal,recordings.list"],
  ["/trpc/recordings%2Eseal", "api", "/trpc/recordings%2Eseal"],
  ["/api/trpc/recordings.seal", "api", "/trpc/recordings.seal"],
  ["/trpc", undefined, undefined],
  ["/authors", undefined, undefined],
  ["/apiary", undefined, undefined],
  ["/slow-apiary", undefined, undefined],
  ["/", undefined, undefined],
])("%s goes to the function %s as %s", (url, to, path) => {
  const routed = routeToApi({ url, headersDistinct: {} } as IncomingMessage);
  expect({ to: routed?.to, path: routed?.path }).toEqual({ to, path });
});

test("each procedure goes to the function that serves it", async () => {
  await using edge = await startEdge();
  const names = Object.keys(appRouter._def.procedures);
  for (const name of names) await edge.send("POST", `/trpc/${name}`, {}, "{}");
  const slow = names.filter((_, index) => edge.toFunctions[index] === "slowApi");
  expect(slow.toSorted()).toEqual(Object.keys(slowRouter._def.procedures).toSorted());
  // The other function knows the same names, and tells callers whom a deploy misleads to ask again.
  expect(Object.keys(apiRouter._def.procedures).toSorted()).toEqual(names.toSorted());
});

function neverSent(): never {
  throw new Error("the function got nothing");
}
