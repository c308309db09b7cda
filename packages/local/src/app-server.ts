// The one origin of the product: the site, and behind /trpc and /auth the Lambda.
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpEvent, HttpResult } from "@tapedeck/functions/http";
import type { Faults } from "./faults/faults.ts";
import { withFaults, type Circumstances, type Refusal } from "./faults/with-faults.ts";
import type { FunctionHost } from "./lambda/function-host.ts";
import { sendResult, toEvent } from "./lambda/http-adapter.ts";
import type { AnswerSite } from "./site/built-site.ts";

export interface AppServer extends AsyncDisposable {
  /** `http://localhost:PORT`: browsers treat it as a secure context, so cookies and microphone work. */
  readonly origin: string;
  /** The development server's WebSocket shares it. */
  readonly server: Server;
  /** From here on requests are answered; before, they get 503. */
  open(behind: Behind): void;
}

export type ApiFunction = FunctionHost<HttpEvent, HttpResult>;

interface Behind {
  readonly api: ApiFunction;
  /** Answers everything but the API. */
  readonly answerSite: AnswerSite;
}

/**
 * Listens first and opens later: the stand-ins behind it need to know its origin.
 *
 * @param faults - of the place `api` befall /trpc and /auth, never the pages
 */
export async function startAppServer(port: number, faults: Faults): Promise<AppServer> {
  let behind: Behind | undefined;
  const answerApi = withFaults(faults, "api", (request, response, circumstances) => {
    if (behind === undefined) answerStarting(response);
    else invoke(request, response, behind.api, circumstances).catch(() => response.destroy());
  });
  const server = createServer((request, response) => {
    if (/^\/(trpc|auth)(\/|\?|$)/.test(request.url ?? "")) answerApi(request, response);
    else if (behind === undefined) answerStarting(response);
    else behind.answerSite(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${address.port}`,
    server,
    open(ready) {
      behind = ready;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerStarting(response: ServerResponse): void {
  response.writeHead(503, { "retry-after": "1" }).end("Starting\n");
}

async function invoke(
  request: IncomingMessage,
  response: ServerResponse,
  api: ApiFunction,
  { clockAheadMs, refusal }: Circumstances,
): Promise<void> {
  if (refusal !== undefined) {
    answerUnavailable(response, refusal);
    return;
  }
  const requestId = randomUUID();
  const event = await toEvent(request, requestId);
  if (event === undefined) {
    response.writeHead(413, { connection: "close" }).end("Request body too large\n");
    return;
  }
  try {
    sendResult(response, await api.invoke(requestId, event, clockAheadMs));
  } catch {
    // As a function URL answers when its function throws or dies.
    response.writeHead(502, { "content-type": "application/json" });
    response.end(JSON.stringify({ Message: "Internal Server Error" }));
  }
}

/** As what stands before a function answers in its place: JSON, but none of ours. */
function answerUnavailable(response: ServerResponse, refusal: Refusal): void {
  if (refusal.kind === "unavailable" && refusal.retryAfterSeconds !== undefined) {
    response.setHeader("retry-after", String(refusal.retryAfterSeconds));
  }
  response.writeHead(503, { "content-type": "application/json" });
  response.end(JSON.stringify({ Message: "Service Unavailable" }));
}
