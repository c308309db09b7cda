import { TRPCClientError } from "@trpc/client";
import { afterEach, expect, test, vi } from "vitest";
import { apiError, callApi, createApi } from "./api.ts";
import type { Session } from "../session/session.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** An error of a procedure, as functions/errors.ts writes it. */
const procedureError = (appCode: string, status: number, headers: Record<string, string> = {}) =>
  Response.json(
    { error: { code: -32_000, message: "No.", data: { code: "X", httpStatus: status, appCode } } },
    { status, headers },
  );

/** What a call of the API rejects with when the answers come in this order, and the session's part. */
async function failed(...answers: Response[]) {
  let forgotten = 0;
  const session: Session = {
    accessToken: async () => "token",
    forget: () => (forgotten += 1),
    signInInForce: async () => "this one",
  };
  vi.stubGlobal("fetch", async () => answers.shift() ?? Response.error());
  const call = callApi(session, () => createApi(session).session.me.query());
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  return { error, forgotten };
}

test.each<[string, Record<string, string>, Record<string, number>]>([
  ["seconds", { "retry-after": "7" }, { retryAfterMs: 7000 }],
  [
    "a date, which no service of ours sends",
    { "retry-after": "Mon, 23 Nov 2026 09:00:00 GMT" },
    {},
  ],
  ["nonsense", { "retry-after": "-1" }, {}],
  ["nothing", {}, {}],
])("an answer that asks to wait: %s", async (_what, headers, details) => {
  const { error } = await failed(procedureError("THROTTLED", 429, headers));
  expect(error).toMatchObject({ code: "THROTTLED", details });
});

test("a token that our API refuses is fetched anew, once", async () => {
  const refused = () => procedureError("TOKEN_REFUSED", 401);
  const { error, forgotten } = await failed(refused(), refused());
  expect(error).toMatchObject({ code: "TOKEN_REFUSED" });
  expect(forgotten).toBe(1);
});

test.each([200, 401, 403, 451])(
  "%i with a page of somebody else's in it says nothing of the session",
  async (status) => {
    const { error, forgotten } = await failed(new Response("<h1>Sign in</h1>", { status }));
    expect(error).toMatchObject({ code: "SERVICE_BLOCKED", details: { status } });
    expect(forgotten).toBe(0);
  },
);

test("no answer at all is a broken connection", () => {
  expect(apiError(TRPCClientError.from(new Error("failed")))).toMatchObject({
    code: "CONNECTION_LOST",
    details: {},
  });
});
