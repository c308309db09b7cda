import { expect, test } from "vitest";
import { ownAnswer } from "./own-answer.ts";

const answer = (status: number, body: unknown) =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
const procedureError = (data: object) => ({ error: { code: -32_000, message: "No.", data } });

test.each<[string, number, unknown]>([
  ["a result", 200, { result: { data: { sub: "ada" } } }],
  ["a result of nothing", 200, { result: { data: null } }],
  ["an error of a procedure", 409, procedureError({ appCode: "OBJECT_EXISTS", httpStatus: 409 })],
])("lets through %s", async (_what, status, body) => {
  const passed = await ownAnswer(answer(status, body));
  expect(passed.status).toBe(status);
  expect(await passed.json()).toEqual(body);
});

test("an error that our API raised before any procedure has its code", async () => {
  const body = { appCode: "REQUEST_TOO_LARGE", message: "Too large.", requestId: "7" };
  await expect(ownAnswer(answer(413, body))).rejects.toMatchObject({ code: "REQUEST_TOO_LARGE" });
});

test.each<[string, number, unknown]>([
  ["HTML", 200, "<h1>Welcome to Hotel Grand</h1>"],
  ["nothing", 200, ""],
  ["JSON of somebody else", 200, { ok: true }],
  ["a list", 200, []],
  ["a result with another status", 403, { result: { data: [] } }],
  ["an error without a code of ours", 403, procedureError({ httpStatus: 403 })],
  ["an error with an unknown code", 403, procedureError({ appCode: "NOPE", httpStatus: 403 })],
  [
    "an error whose code only browsers make",
    403,
    procedureError({ appCode: "MIC_DENIED", httpStatus: 403 }),
  ],
  [
    "an error that was sent with another status",
    403,
    procedureError({ appCode: "KEY_INVALID", httpStatus: 422 }),
  ],
  ["an early error without a request id", 413, { appCode: "REQUEST_TOO_LARGE", message: "No." }],
  ["what stands before a function", 403, { Message: "Forbidden" }],
])("takes %s for somebody else's", async (_what, status, body) => {
  await expect(ownAnswer(answer(status, body))).rejects.toMatchObject({
    code: "SERVICE_BLOCKED",
    details: { status },
  });
});
