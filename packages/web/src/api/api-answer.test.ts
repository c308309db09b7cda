import { expect, test } from "vitest";
import { requireApiAnswer } from "./api-answer.ts";

const answer = (status: number, body: unknown) =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
const procedureError = (data: object) => ({ error: { code: -32_000, message: "No.", data } });

test.each<[string, number, unknown]>([
  ["a result", 200, { result: { data: { sub: "ada" } } }],
  ["a result that is null", 200, { result: { data: null } }],
  ["an error of a procedure", 409, procedureError({ appCode: "OBJECT_EXISTS", httpStatus: 409 })],
])("accepts %s", async (_what, status, body) => {
  const passed = await requireApiAnswer(answer(status, body));
  expect(passed.status).toBe(status);
  expect(await passed.json()).toEqual(body);
});

test("throws the code of an error that our API raised before any procedure", async () => {
  const body = { appCode: "REQUEST_TOO_LARGE", message: "Too large.", requestId: "7" };
  await expect(requireApiAnswer(answer(413, body))).rejects.toMatchObject({
    code: "REQUEST_TOO_LARGE",
  });
});

test.each<[string, number, unknown]>([
  ["HTML", 200, "<h1>Welcome to Hotel Grand</h1>"],
  ["an empty answer", 200, ""],
  ["JSON of another server", 200, { ok: true }],
  ["a list", 200, []],
  ["a result with another status", 403, { result: { data: [] } }],
  ["an error without a code of ours", 403, procedureError({ httpStatus: 403 })],
  ["an error with an unknown code", 403, procedureError({ appCode: "NOPE", httpStatus: 403 })],
  [
    "an error whose code only browsers raise",
    403,
    procedureError({ appCode: "MIC_DENIED", httpStatus: 403 }),
  ],
  [
    "an error that was sent with another status",
    403,
    procedureError({ appCode: "KEY_INVALID", httpStatus: 422 }),
  ],
  ["an early error without a request id", 413, { appCode: "REQUEST_TOO_LARGE", message: "No." }],
  ["an error of the gateway before the function", 403, { Message: "Forbidden" }],
])("refuses %s as another server's answer", async (_what, status, body) => {
  await expect(requireApiAnswer(answer(status, body))).rejects.toMatchObject({
    code: "SERVICE_BLOCKED",
    details: { status },
  });
});

// QUOTA_EXCEEDED was such a code for the release before it.
test("waits as after any 429 when the code is one of a later release", async () => {
  const body = procedureError({ appCode: "CODE_OF_A_LATER_RELEASE", httpStatus: 429 });
  const headers = { "retry-after": "60" };
  const later = new Response(JSON.stringify(body), { status: 429, headers });
  await expect(requireApiAnswer(later)).rejects.toMatchObject({
    code: "THROTTLED",
    details: { retryAfterMs: 60_000 },
  });
});
