import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { refusedAsForeign } from "./own-host.ts";

function ask(host: string, localPort: number) {
  const request = new IncomingMessage(
    Object.defineProperty(new Socket(), "localPort", { value: localPort }),
  );
  request.headers.host = host;
  const response = new ServerResponse(request);
  const isRefused = refusedAsForeign(request, response, "localhost");
  return { isRefused, status: isRefused ? response.statusCode : undefined };
}

test.each([
  ["localhost:4747", 4747],
  ["LocalHost:4747", 4747],
  // Browsers leave this port out.
  ["localhost", 80],
])("answers a request for %s at port %i", (host, port) => {
  expect(ask(host, port).isRefused).toBe(false);
});

test.each([
  ["127.0.0.1:4747", 4747],
  ["localhost", 4747],
  ["localhost:80", 4747],
  ["evil.example", 80],
])("refuses a request for %s at port %i", (host, port) => {
  expect(ask(host, port)).toEqual({ isRefused: true, status: 421 });
});
