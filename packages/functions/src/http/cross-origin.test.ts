import { expect, test } from "vitest";
import { crossOriginHeaders, preflightResult } from "./cross-origin.ts";

const ALLOWED = ["https://studio.example", "http://localhost:5173"];

const from = (origin?: string) => ({ headers: origin === undefined ? {} : { origin } });

test.each(ALLOWED)("%s, being on the list, may call and may ask first", (origin) => {
  expect(crossOriginHeaders(from(origin), ALLOWED)).toMatchObject({
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "date, retry-after, x-request-id",
    vary: "origin",
  });
  const { statusCode, headers } = preflightResult(from(origin), ALLOWED);
  expect(statusCode).toBe(204);
  expect(headers).toMatchObject({
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "GET, POST",
    "access-control-max-age": "7200",
  });
  expect(headers).not.toHaveProperty("access-control-allow-credentials");
});

test.each([
  undefined,
  "null",
  "",
  "*",
  "https://studio.example.evil.example",
  "https://evil-studio.example",
  "https://STUDIO.example",
  "https://studio.example/",
  "https://studio.example:443",
  "http://studio.example",
  "https://studio.example, https://evil.example",
])("%j is told nothing, and its preflight fails", (origin) => {
  expect(crossOriginHeaders(from(origin), ALLOWED)).toEqual({ vary: "origin" });
  expect(preflightResult(from(origin), ALLOWED)).toEqual({
    statusCode: 403,
    headers: { vary: "origin" },
  });
});
