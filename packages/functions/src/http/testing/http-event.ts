// An event as a function URL gives it, with nothing in it but what a test puts there.
import type { HttpEvent } from "../lambda-http.ts";

interface Call extends Partial<Omit<HttpEvent, "rawPath" | "requestContext">> {
  readonly method?: string;
  readonly path?: string;
}

export function httpEvent({ method = "GET", path = "/", ...over }: Call): HttpEvent {
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "",
    headers: {},
    requestContext: {
      accountId: "anonymous",
      apiId: "test",
      domainName: "localhost",
      domainPrefix: "test",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" },
      requestId: "test",
      routeKey: "$default",
      stage: "$default",
      time: "",
      timeEpoch: 0,
    },
    isBase64Encoded: false,
    ...over,
  };
}
