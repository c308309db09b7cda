// The built web app with the headers it has on AWS.
import type { IncomingMessage, ServerResponse } from "node:http";
import { securityHeaders } from "./security-headers.ts";
import { serveStatic } from "./static-files.ts";

export type AnswerSite = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** @param webDir - folder of the built web app; without one there are no pages */
export function builtSite(webDir: string | undefined, uploadOrigin: string): AnswerSite {
  const headers = new Map(Object.entries(securityHeaders(uploadOrigin)));
  return async (request, response) => {
    response.setHeaders(headers);
    if (webDir === undefined) response.writeHead(404).end("No site here\n");
    else await serveStatic(webDir, request, response);
  };
}
