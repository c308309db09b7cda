// A server that answers as a test scripts it: the answers that S3 gives only in trouble.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface ScriptedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the rest of the answer never comes. */
  readonly stops?: boolean;
}

/** Nothing at all, for as long as the client waits. */
export const SILENCE = "silence";

/** The connection breaks. */
export const BREAK = "break";

export interface ScriptedS3 extends AsyncDisposable {
  /** `http://127.0.0.1:{port}` */
  readonly endpoint: string;
  /** Every request so far. */
  readonly requests: readonly Pick<IncomingMessage, "method" | "url" | "headers">[];
}

/** @param script - gives the n-th request, counted from 0, its answer */
export async function startScriptedS3(
  script: (index: number) => ScriptedAnswer | typeof SILENCE | typeof BREAK,
): Promise<ScriptedS3> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const answer = script(requests.push(request) - 1);
    request.resume();
    if (answer === SILENCE) return;
    if (answer === BREAK) {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { "x-amz-request-id": "REQ0001", ...answer.headers });
    if (answer.stops) response.write(answer.body ?? "");
    else response.end(answer.body);
  });
  const listening = Promise.withResolvers<void>();
  server.once("error", listening.reject);
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

/** S3's own form of an error. */
export function s3Error(status: number, code: string): ScriptedAnswer {
  return {
    status,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>m</Message></Error>`,
  };
}
