import { TRPCClientError } from "@trpc/client";
import { afterEach, expect, test, vi } from "vitest";
import { DISPOSITIONS } from "@tapedeck/core/error-codes";
import { toAppError } from "@tapedeck/core/errors";
import { apiError, callApi, createApi } from "./api.ts";
import { createLibraryApi } from "./library-api.ts";
import type { Session } from "../session/session.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** An error of a procedure, in the form that functions/trpc-errors.ts writes. */
const procedureError = (appCode: string, status: number, headers: Record<string, string> = {}) =>
  Response.json(
    { error: { code: -32_000, message: "No.", data: { code: "X", httpStatus: status, appCode } } },
    { status, headers },
  );

const SESSION: Session = {
  accessToken: async () => "token",
  forget: () => undefined,
  currentSignInId: async () => "this one",
};

/** Calls the API once. @returns its error, and how often the session had to forget its token */
async function callAndFail(...answers: Response[]) {
  let forgetCount = 0;
  const session: Session = { ...SESSION, forget: () => (forgetCount += 1) };
  vi.stubGlobal("fetch", async () => answers.shift() ?? Response.error());
  const call = callApi(session, () => createApi(session).session.me.query());
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  return { error, forgetCount };
}

test.each<[string, Record<string, string>, Record<string, number>]>([
  ["seconds", { "retry-after": "7" }, { retryAfterMs: 7000 }],
  [
    "a date, which our API never sends, as none",
    { "retry-after": "Mon, 23 Nov 2026 09:00:00 GMT" },
    {},
  ],
  ["nonsense as none", { "retry-after": "-1" }, {}],
  ["no header as none", {}, {}],
])("reads a retry-after of %s", async (_what, headers, details) => {
  const { error } = await callAndFail(procedureError("THROTTLED", 429, headers));
  expect(error).toMatchObject({ code: "THROTTLED", details });
});

test.each(["remove", "recover"] as const)(
  "%s may be tried again when Lambda has no instance for it",
  async (procedure) => {
    const answer = { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded", Type: "User" };
    vi.stubGlobal("fetch", async () => Response.json(answer, { status: 429 }));
    const api = createLibraryApi(SESSION);
    const error: unknown = await api[procedure]("an id").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "THROTTLED" });
    expect(DISPOSITIONS[toAppError(error).code]).toBe("backoff");
  },
);

test("fetches a new token once after our API refuses the token", async () => {
  const refused = () => procedureError("TOKEN_REFUSED", 401);
  const { error, forgetCount } = await callAndFail(refused(), refused());
  expect(error).toMatchObject({ code: "TOKEN_REFUSED" });
  expect(forgetCount).toBe(1);
});

test.each([200, 401, 403, 451])(
  "keeps the token when another server answers %i with its own page",
  async (status) => {
    const { error, forgetCount } = await callAndFail(new Response("<h1>Sign in</h1>", { status }));
    expect(error).toMatchObject({ code: "SERVICE_BLOCKED", details: { status } });
    expect(forgetCount).toBe(0);
  },
);

test("reports a missing answer as a lost connection", () => {
  expect(apiError(TRPCClientError.from(new Error("failed")))).toMatchObject({
    code: "CONNECTION_LOST",
    details: {},
  });
});
