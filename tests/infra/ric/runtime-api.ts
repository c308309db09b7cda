// The HTTP service inside Lambda that a runtime asks for work and gives its answers to.
// @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What a runtime says of an error. */
export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
}

export type Answer =
  | { readonly kind: "response"; readonly payload: unknown }
  | { readonly kind: "error"; readonly error: RuntimeError };

export interface RuntimeApi extends AsyncDisposable {
  /** For AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Resolves with the runtime's answer; rejects when {@link fail} says that none will come. */
  invoke(event: unknown): Promise<Answer>;
  /** Resolves when a runtime asks for work: its code is loaded. Rejects when loading failed. */
  ready(): Promise<void>;
  /** The runtime has ended. */
  fail(reason: string): void;
}

const PREFIX = "/2018-06-01/runtime/";
/** What the runtime is told it has left; nothing here enforces it. */
const BUDGET_MS = 10_000;

interface Invocation {
  readonly id: string;
  readonly event: unknown;
}

export async function startRuntimeApi(): Promise<RuntimeApi> {
  const queued: Invocation[] = [];
  const idle: ServerResponse[] = [];
  const pending = new Map<string, PromiseWithResolvers<Answer>>();
  let readiness = Promise.withResolvers<void>();

  function dispatch(): void {
    while (queued.length > 0 && idle.length > 0) {
      const { id, event } = queued.shift() ?? fatal();
      const response = idle.shift() ?? fatal();
      response.setHeader("content-type", "application/json");
      response.setHeader("lambda-runtime-aws-request-id", id);
      response.setHeader("lambda-runtime-deadline-ms", String(Date.now() + BUDGET_MS));
      response.setHeader(
        "lambda-runtime-invoked-function-arn",
        "arn:aws:lambda:us-east-1:123456789012:function:tapedeck",
      );
      response.end(JSON.stringify(event));
    }
  }

  function fail(reason: string): void {
    idle.length = 0;
    readiness.reject(new Error(reason));
    for (const { reject } of pending.values()) reject(new Error(reason));
    pending.clear();
    readiness = Promise.withResolvers();
    // Whoever waits next is told; until then nobody needs to be.
    readiness.promise.catch(() => undefined);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").replace(PREFIX, "");
    if (path === "invocation/next") {
      idle.push(response);
      readiness.resolve();
      return dispatch();
    }
    const body: unknown = JSON.parse((await text(request)) || "null");
    response.writeHead(202, { "content-type": "application/json" }).end('{"status":"OK"}');
    if (path === "init/error") {
      const { errorType, errorMessage } = body as RuntimeError;
      return fail(`${errorType}: ${errorMessage}`);
    }
    const [, id = "", kind] = path.split("/");
    pending
      .get(id)
      ?.resolve(
        kind === "response"
          ? { kind, payload: body }
          : { kind: "error", error: body as RuntimeError },
      );
    pending.delete(id);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  // A runtime waits for its next event as long as it takes.
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  readiness.promise.catch(() => undefined);

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoke(event) {
      const id = randomUUID();
      const answer = Promise.withResolvers<Answer>();
      pending.set(id, answer);
      queued.push({ id, event });
      dispatch();
      return answer.promise;
    },
    ready: () => readiness.promise,
    fail,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fatal(): never {
  throw new Error("a queue that is not empty gave nothing");
}
