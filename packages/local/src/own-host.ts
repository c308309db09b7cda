// A server of this machine answers requests for its own name only. A page of another site can give its own name
// the address of this machine (DNS rebinding). The browser then takes our answers for that site's, but it sends
// that site's name as `Host`.
import type { IncomingMessage, ServerResponse } from "node:http";

/** The port that browsers leave out of `Host`. */
const HTTP_PORT = 80;

/**
 * Answers 421 when the request names another host, and says which one this is.
 *
 * @param hostname - under which browsers reach this server, without the port: `localhost` or `127.0.0.1`
 * @returns whether the request was refused, and so answered
 * @see RFC 9110 §15.5.20
 */
export function refusedAsForeign(
  request: IncomingMessage,
  response: ServerResponse,
  hostname: string,
): boolean {
  const { localPort } = request.socket;
  const host = localPort === HTTP_PORT ? hostname : `${hostname}:${localPort}`;
  if (request.headers.host?.toLowerCase() === host) return false;
  response.writeHead(421, { "content-type": "text/plain" }).end(`This is ${host}\n`);
  return true;
}
