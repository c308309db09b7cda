// The one origin of the product: the site and, behind the edge, the API's function.
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sendAnswer } from "./edge/answer.ts";
import { createEdge } from "./edge/edge.ts";
import { routeToApi } from "./edge/viewer-request.ts";
import type { Faults } from "./faults/faults.ts";
import { withFaults } from "./faults/with-faults.ts";
import { functionUrl, type ApiFunctions } from "./lambda/function-url.ts";
import { refusedAsForeign } from "./own-host.ts";
import type { AnswerSite } from "./site/built-site.ts";

export interface AppServer extends AsyncDisposable {
  /** `http://localhost:PORT`: browsers treat it as a secure context, so cookies and microphone work. */
  readonly origin: string;
  /** The development server's WebSocket shares it. */
  readonly server: Server;
  /** Starts to answer requests; before that, each gets 503. */
  open(behind: Behind): void;
}

/** Browsers take it for secure, and its cookies are those of the sign-in service too. */
const HOSTNAME = "localhost";

interface Behind {
  readonly functions: ApiFunctions;
  /** Answers everything but the API. */
  readonly answerSite: AnswerSite;
}

/**
 * Listens first and serves later, because the stand-ins behind it need to know its origin.
 *
 * @param faults - those of the place `api` strike /trpc and /auth, never the pages. A fault that breaks a
 *   connection breaks it before the edge; one that answers 503 answers behind it, in the function's place
 */
export async function startAppServer(port: number, faults: Faults): Promise<AppServer> {
  let behind: Behind | undefined;
  const edge = createEdge();
  const answerApi = withFaults(faults, "api", (request, response, circumstances) => {
    if (behind === undefined) {
      answerStarting(response);
      return;
    }
    edge
      .answer(request, {
        api: functionUrl(behind.functions.api, circumstances),
        slowApi: functionUrl(behind.functions.slowApi, circumstances),
      })
      .then((answer) => sendAnswer(response, answer))
      .catch(() => response.destroy());
  });
  const server = createServer((request, response) => {
    if (refusedAsForeign(request, response, HOSTNAME)) return;
    if (routeToApi(request) !== undefined) answerApi(request, response);
    else if (behind === undefined) answerStarting(response);
    else behind.answerSite(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOSTNAME, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    origin: `http://${HOSTNAME}:${address.port}`,
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
