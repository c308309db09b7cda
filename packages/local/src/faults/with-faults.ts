// Stands in front of a server's request handler and carries out the faults that strike each request. The
// server gets its clock and its own refusals as circumstances.
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { deliver, keep, pass, passHalf } from "./deliver.ts";
import type { Place } from "./fault-rule.ts";
import type { Ending, Faults, Strike } from "./faults.ts";

/** The answer that the server gives in place of its own. */
export type Refusal = Extract<Ending, { kind: "unavailable" | "slow-down" | "refuse" }>;

export interface Circumstances {
  /** Error of the server's clock for this request; negative is behind. */
  readonly clockAheadMs: number;
  readonly refusal?: Refusal;
}

export type Answerer = (
  message: IncomingMessage,
  response: ServerResponse,
  circumstances: Circumstances,
) => void;

/** @returns the listener for `createServer`, in the place of the handler */
export function withFaults(faults: Faults, at: Place, answer: Answerer): RequestListener {
  return (message, response) => {
    play(faults.strike(at, message), message, response, answer).catch((thrown: unknown) => {
      // A client may leave while it waits; any other error is a bug of ours.
      if (!message.socket.destroyed) process.emitWarning(String(thrown));
      response.destroy();
    });
  };
}

async function play(
  { delayMs, clockAheadMs, ending }: Strike,
  message: IncomingMessage,
  response: ServerResponse,
  answer: Answerer,
): Promise<void> {
  if (delayMs > 0) await wait(delayMs, response);
  const server: RequestListener = (asked, answering) => {
    // A wrong clock shows in every answer, and AWS's SDKs set theirs by it.
    if (clockAheadMs !== 0) {
      answering.setHeader("date", new Date(Date.now() + clockAheadMs).toUTCString());
    }
    answer(asked, answering, { clockAheadMs });
  };
  switch (ending?.kind) {
    case undefined:
      server(message, response);
      return;
    case "drop":
      await keep(message);
      breakOff(message.socket);
      return;
    case "unavailable":
    case "slow-down":
    case "refuse":
      answer(message, response, { clockAheadMs, refusal: ending });
      return;
    case "foreign":
      await keep(message);
      answerForeign(response, ending);
      return;
    case "lose-answer":
      await deliver(await keep(message), server);
      breakOff(message.socket);
      return;
    case "truncate":
      passHalf(response, await deliver(await keep(message), server));
      return;
    case "duplicate": {
      const kept = await keep(message);
      await deliver(kept, server);
      pass(response, await deliver(kept, server));
    }
  }
}

/** Answers as a blocking filter does: with a page of its own and without our headers. */
function answerForeign(
  response: ServerResponse,
  { status, readable }: Extract<Ending, { kind: "foreign" }>,
): void {
  response.writeHead(status, {
    "content-type": "text/html",
    ...(readable ? { "access-control-allow-origin": "*" } : {}),
  });
  response.end(`<!doctype html><title>${status}</title><h1>Blocked by policy</h1>\n`);
}

/**
 * Chromium repeats a request once when a used connection ends without a byte, so a page would not notice a
 * fault that strikes once. Bytes that are not HTTP make the end final. The request is read first, or a reset
 * would overtake those bytes.
 */
function breakOff(socket: Duplex): void {
  socket.end(Buffer.alloc(16), () => socket.destroy());
}

/** Rejects when the client leaves first. */
async function wait(delayMs: number, response: ServerResponse): Promise<void> {
  const left = new AbortController();
  response.once("close", () => left.abort());
  await setTimeout(delayMs, undefined, { signal: left.signal });
}
