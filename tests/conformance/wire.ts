// Plain HTTP to S3: requests as a browser sends them, and requests that no polite client sends.
import { request } from "node:http";
import { request as secureRequest } from "node:https";

export interface Answer {
  readonly status: number;
  /** The code of S3's XML error; empty when the body holds none. */
  readonly code: string;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends as a browser does: `content-length` comes from the body, the path is normalised. */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  return answer(response.status, response.headers, await response.text());
}

export async function put(
  url: string,
  body: BodyInit | null,
  headers: Record<string, string> = {},
): Promise<Answer> {
  // Bytes, not text: fetch gives strings a content-type of its own.
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return send(url, { method: "PUT", body: bytes, headers });
}

export interface RawRequest {
  readonly method: string;
  /** Sent byte for byte, dots and slashes and all; default the URL's own. */
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Sends past every normalisation that fetch would do. */
export async function sendRaw(url: string, raw: RawRequest): Promise<Answer> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const open = protocol === "https:" ? secureRequest : request;
  return new Promise((resolve, reject) => {
    const path = raw.path ?? pathname + search;
    const { method, headers = {} } = raw;
    const outgoing = open({ hostname, port, method, path, headers }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8");
      incoming.on("data", (piece: string) => (text += piece));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const entries = Object.entries(incoming.headers).map(([name, value]) => [
          name,
          String(value),
        ]);
        resolve(answer(incoming.statusCode ?? 0, new Headers(entries as [string, string][]), text));
      });
    });
    outgoing.on("error", reject);
    outgoing.end(raw.body);
  });
}

/** The path and query of a URL exactly as written: `new URL` would resolve its dots. */
export const rawPathOf = (url: string): string => /^https?:\/\/[^/]+(.*)$/.exec(url)?.[1] ?? "/";

function answer(status: number, headers: Headers, text: string): Answer {
  return { status, code: /<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? "", headers, text };
}
