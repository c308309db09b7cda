// Sends a request to the server as HTTP over a socket in memory. The server sees an ordinary request, and its
// answer can be kept, cut or lost before the client reads any of it.
import { once } from "node:events";
import {
  createServer,
  request,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { duplexPair } from "node:stream";
import { buffer } from "node:stream/consumers";

export interface KeptRequest {
  readonly method: string;
  readonly url: string;
  /** Names and values in turn, as they were received. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface KeptAnswer {
  readonly status: number;
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** Reads a request to its end, in memory: for segments and calls, not for gigabytes. */
export async function keep(message: IncomingMessage): Promise<KeptRequest> {
  const { method = "GET", url = "/", rawHeaders } = message;
  return { method, url, rawHeaders, body: await buffer(message) };
}

/** Rejects when the server destroys its socket instead of answering. */
export async function deliver(kept: KeptRequest, server: RequestListener): Promise<KeptAnswer> {
  const [near, far] = duplexPair();
  try {
    createServer(server).emit("connection", far);
    const sent = request({
      createConnection: () => near,
      method: kept.method,
      path: kept.url,
      headers: kept.rawHeaders,
    });
    sent.end(kept.body);
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    const body = await buffer(answer);
    return { status: answer.statusCode ?? 0, rawHeaders: answer.rawHeaders, body };
  } finally {
    near.destroy();
    far.destroy();
  }
}

export function pass(response: ServerResponse, answer: KeptAnswer): void {
  response.writeHead(answer.status, [...answer.rawHeaders]).end(answer.body);
}

/**
 * Sends the head and half of the body, then ends the connection. An answer without a body is cut before its
 * end mark, or is not sent at all when it has none.
 */
export function passHalf(response: ServerResponse, { status, rawHeaders, body }: KeptAnswer): void {
  const isOpenEnded = rawHeaders.some((name) => name.toLowerCase() === "transfer-encoding");
  if (body.length === 0 && !isOpenEnded) {
    response.destroy();
    return;
  }
  response.writeHead(status, [...rawHeaders]);
  response.flushHeaders();
  const half = body.subarray(0, body.length >> 1);
  if (half.length > 0) response.write(half);
  response.socket?.destroySoon();
}
