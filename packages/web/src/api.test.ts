import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { apiError } from "./api.ts";

const failed = (status: number, headers: Record<string, string>) =>
  TRPCClientError.from(new Error("failed"), {
    meta: { response: new Response("busy", { status, headers }) },
  });

test.each<[string, Record<string, string>, Record<string, number>]>([
  ["seconds", { "retry-after": "7" }, { retryAfterMs: 7000 }],
  [
    "a date, which no service of ours sends",
    { "retry-after": "Mon, 23 Nov 2026 09:00:00 GMT" },
    {},
  ],
  ["nonsense", { "retry-after": "-1" }, {}],
  ["nothing", {}, {}],
])("an answer that asks to wait: %s", (_what, headers, details) => {
  expect(apiError(failed(503, headers))).toMatchObject({ code: "SERVICE_UNAVAILABLE", details });
});

test("no answer at all is a broken connection", () => {
  expect(apiError(TRPCClientError.from(new Error("failed")))).toMatchObject({
    code: "CONNECTION_LOST",
    details: {},
  });
});
