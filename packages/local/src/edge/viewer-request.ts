// The program that CloudFront runs before it chooses a route: the same text that infra/web.ts deploys,
// around a request of node:http.
import type { IncomingMessage } from "node:http";
import { compileFunction } from "node:vm";
import { API_ROUTES, BEFORE_ROUTING } from "../../../../infra/imitated/edge.ts";

/** The functions behind the edge. */
export type FunctionName = keyof typeof API_ROUTES;

export interface RoutedRequest {
  /** The function that gets it. */
  readonly to: FunctionName;
  /** Escaped, as it was sent. The function sees it without the route's prefix. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Lower-case names; several values of one name are joined as HTTP allows. */
  readonly headers: Readonly<Record<string, string>>;
}

/** CloudFront's own form of a request: the fields that the program reads. */
interface CloudFrontEvent {
  readonly request: { uri: string; headers: Record<string, { value: string }> };
}

const beforeRouting = compileFunction(BEFORE_ROUTING, ["event"]) as (
  event: CloudFrontEvent,
) => void;

const ROUTES = Object.entries(API_ROUTES).map(([to, { path, rewrite }]) => ({
  to: to as FunctionName,
  prefix: path,
  rewritten: new RegExp(rewrite.regex),
  by: rewrite.to,
}));

/** @returns the request for a route of the API; `undefined` when it goes to the site */
export function routeToApi(message: IncomingMessage): RoutedRequest | undefined {
  const url = message.url ?? "/";
  const mark = url.indexOf("?");
  const event: CloudFrontEvent = {
    request: { uri: mark < 0 ? url : url.slice(0, mark), headers: headersOf(message) },
  };
  beforeRouting(event);
  const { uri, headers } = event.request;
  const route = ROUTES.find(({ prefix }) => uri === prefix || uri.startsWith(`${prefix}/`));
  if (route === undefined) return undefined;
  return {
    to: route.to,
    path: uri.replace(route.rewritten, route.by),
    query: mark < 0 ? "" : url.slice(mark + 1),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, { value }]) => [name, value] as const),
    ),
  };
}

function headersOf(message: IncomingMessage): Record<string, { value: string }> {
  return Object.fromEntries(
    Object.entries(message.headersDistinct).map(([name, values]) => [
      name,
      { value: (values ?? []).join(name === "cookie" ? "; " : ",") },
    ]),
  );
}
