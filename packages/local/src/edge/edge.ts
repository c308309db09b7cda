// CloudFront in front of the API's functions: it answers some requests itself, and passes on the others.
import type { IncomingMessage } from "node:http";
import { REQUEST_BODY_BYTES } from "../../../../infra/imitated/edge.ts";
import type { Answer } from "./answer.ts";
import { ErrorCache } from "./error-cache.ts";
import { toOrigin, type OriginRequest } from "./origin-request.ts";
import { routeToApi, type FunctionName } from "./viewer-request.ts";

export type Origin = (request: OriginRequest) => Promise<Answer>;

export type Origins = Readonly<Record<FunctionName, Origin>>;

export interface Edge {
  /** @param message - a request that {@link routeToApi} routes to the API */
  answer(message: IncomingMessage, origins: Origins): Promise<Answer>;
}

/** @param nowMs - by which cached errors age; default the real clock */
export function createEdge(nowMs: () => number = Date.now): Edge {
  const errors = new ErrorCache(nowMs);
  return {
    async answer(message, origins) {
      const routed = routeToApi(message);
      if (routed === undefined) throw new Error("the edge was given a request for the site");
      const { method = "GET" } = message;
      const isCached = method === "GET" || method === "HEAD";
      const key = `${routed.path}?${routed.query}`;
      // The body is read first: a caller that is still sending does not read the answer.
      const body = await readBody(message);
      const cached = isCached ? errors.find(key) : undefined;
      if (cached !== undefined) return cached;
      const sourceAddress = message.socket.remoteAddress ?? "";
      const sent = toOrigin({ ...routed, method, body, sourceAddress });
      if ("status" in sent) return sent;
      const answer = await origins[routed.to](sent);
      if (isCached) errors.keep(key, answer);
      return answer;
    },
  };
}

/** Reads a body to its end; pieces behind the one that exceeds the limit are dropped. */
async function readBody(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    if (sizeBytes <= REQUEST_BODY_BYTES) pieces.push(piece);
    sizeBytes += piece.length;
  }
  return Buffer.concat(pieces);
}
