// Every refusal that is not our API's own, for ten seconds at each step on the way to the bucket. The page
// names the cause, and afterwards the upload completes without a click.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createRefusingInternet, type Answer, type Step } from "../testing/refusing-internet.ts";

const REFUSED_MS = 10_000;
const SEALED_WITHIN_MS = 60_000;

const CONNECTION_BROKE = "The connection broke.";
const BUCKET_REFUSES = "Your bucket refuses the upload.";
const BUCKET_BLOCKED = "Something between this browser and your bucket refuses the upload.";
const SERVICE_BLOCKED = "Something between this browser and Tapedeck answers in its place.";
const UNAVAILABLE = "Tapedeck or your bucket is away for the moment.";
const GRANT_EXPIRED = "The permission to upload had run out.";

const html = (status: number): Answer => ({ status, body: "<h1>Blocked by policy</h1>" });
const xml = (status: number, code: string): Answer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>No.</Message></Error>`,
});
const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) });

/** The answer when every reserved instance has a call: local/lambda/function-url.ts. */
const NO_INSTANCE = {
  Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
  Type: "User",
  message: "Rate Exceeded.",
};

const cases: [Step, string, Answer, string[]][] = [
  ["put", "HTML 200", html(200), [BUCKET_BLOCKED]],
  ["put", "HTML 302", html(302), [BUCKET_BLOCKED]],
  ["put", "HTML 403", html(403), [BUCKET_BLOCKED]],
  ["put", "HTML 407", html(407), [BUCKET_BLOCKED]],
  ["put", "HTML 451", html(451), [BUCKET_BLOCKED]],
  ["put", "HTML 501", html(501), [BUCKET_BLOCKED]],
  ["put", "HTML 503", html(503), [UNAVAILABLE]],
  ["put", "HTML 511", html(511), [BUCKET_BLOCKED]],
  ["put", "an empty 200", { status: 200, body: "" }, [BUCKET_BLOCKED]],
  ["put", "an empty 403", { status: 403, body: "" }, [BUCKET_BLOCKED]],
  ["put", "AccessDenied", xml(403, "AccessDenied"), [BUCKET_REFUSES]],
  ["put", "SignatureDoesNotMatch", xml(403, "SignatureDoesNotMatch"), [BUCKET_REFUSES]],
  ["put", "RequestTimeTooSkewed", xml(403, "RequestTimeTooSkewed"), [BUCKET_REFUSES]],
  ["put", "InvalidAccessKeyId", xml(403, "InvalidAccessKeyId"), [BUCKET_REFUSES]],
  ["put", "ExpiredToken", xml(400, "ExpiredToken"), [GRANT_EXPIRED]],
  ["put", "BadDigest", xml(400, "BadDigest"), ["The upload was damaged on its way."]],
  ["put", "NotImplemented", xml(501, "NotImplemented"), [BUCKET_REFUSES]],
  ["put", "ServiceUnavailable", xml(503, "ServiceUnavailable"), [UNAVAILABLE]],
  ["put", "a refused preflight, or no CORS rule", "unreadable", [CONNECTION_BROKE, BUCKET_BLOCKED]],
  ...(["presign", "verify", "seal"] as const).flatMap((step): typeof cases => [
    [step, "HTML 200", html(200), [SERVICE_BLOCKED]],
    [step, "HTML 401", html(401), [SERVICE_BLOCKED]],
    [step, "HTML 403", html(403), [SERVICE_BLOCKED]],
    [step, "HTML 407", html(407), [SERVICE_BLOCKED]],
    [step, "HTML 413", html(413), [SERVICE_BLOCKED]],
    [step, "HTML 451", html(451), [SERVICE_BLOCKED]],
    [step, "HTML 501", html(501), [SERVICE_BLOCKED]],
    [step, "HTML 503", html(503), [UNAVAILABLE]],
    [step, "HTML 511", html(511), [SERVICE_BLOCKED]],
    [step, "the edge's 413", json(413, { error: "Request body exceeds 1MB" }), [SERVICE_BLOCKED]],
    [step, "the edge's 504", html(504), [UNAVAILABLE]],
    [step, "Lambda's 429", json(429, NO_INSTANCE), ["The service is busy."]],
    [step, "Lambda's 502", json(502, { Message: "Internal Server Error" }), [UNAVAILABLE]],
    [step, "JSON 200 of another server", json(200, { ok: true }), [SERVICE_BLOCKED]],
    [step, "JSON 403 of another server", json(403, { message: "Forbidden" }), [SERVICE_BLOCKED]],
    [step, "a broken connection", "unreadable", [CONNECTION_BROKE]],
  ]),
];

let internet: ReturnType<typeof createRefusingInternet>;
beforeEach(() => {
  internet = createRefusingInternet();
  vi.stubGlobal("fetch", internet.fetch);
});
afterEach(async () => {
  await internet.uploader.dispose();
  vi.unstubAllGlobals();
});

test.each(cases)(
  "names the cause while %s is answered by %s for ten seconds, and seals within a minute after",
  async (step, _what, answer, said) => {
    const { environment, refusals, safeties, sentences, uploader } = internet;
    const { recording, segments } = await internet.record();
    refusals.set(step, answer);
    uploader.take(recording, segments);
    await environment.advance(REFUSED_MS);
    expect([...sentences]).toEqual(said);
    expect([...safeties]).toEqual(["on-device"]);
    refusals.clear();
    expect(await internet.sealedAfterMs(SEALED_WITHIN_MS)).toBeDefined();
    expect([...safeties]).toEqual(["on-device", "in-bucket"]);
    expect(await environment.storage.files("opfs").list()).toEqual([]);
  },
);

test.each<[Step, string, Answer]>([
  ["put", "HTML 403", html(403)],
  ["put", "AccessDenied", xml(403, "AccessDenied")],
  ["put", "a refused preflight", "unreadable"],
  ["presign", "HTML 451", html(451)],
  ["verify", "HTML 200", html(200)],
  ["seal", "HTML 403", html(403)],
])(
  "seals within a minute after %s was answered by %s for ten minutes",
  async (step, _what, answer) => {
    const { environment, refusals, safeties, uploader } = internet;
    const { recording, segments } = await internet.record();
    refusals.set(step, answer);
    uploader.take(recording, segments);
    await environment.advance(10 * 60_000);
    expect([...safeties]).toEqual(["on-device"]);
    refusals.clear();
    expect(await internet.sealedAfterMs(SEALED_WITHIN_MS)).toBeDefined();
  },
);

test("says that the storage is full, calls the recording safe at no time, and seals it within a minute after a raise", async () => {
  const { environment, refusals, safeties, sentences, uploader, view } = internet;
  const { recording, segments } = await internet.record();
  const data = { code: "TOO_MANY_REQUESTS", httpStatus: 429, appCode: "QUOTA_EXCEEDED" };
  refusals.set("presign", json(429, { error: { code: -32_029, message: "No room.", data } }));
  uploader.take(recording, segments);
  await environment.advance(0);
  safeties.clear();
  await environment.advance(10 * 60_000);
  expect([...sentences]).toEqual(["Your storage is full."]);
  expect([...safeties]).toEqual(["stuck"]);
  expect(view.recordings()).toMatchObject([{ segmentCount: 3, waitsFor: ["QUOTA_EXCEEDED"] }]);
  refusals.clear();
  expect(await internet.sealedAfterMs(SEALED_WITHIN_MS)).toBeDefined();
  expect([...safeties]).toEqual(["stuck", "on-device", "in-bucket"]);
  expect(await environment.storage.files("opfs").list()).toEqual([]);
});

describe("while the page can read no answer to its uploads, it says that", () => {
  test("the connection broke, if the API is unreachable too", async () => {
    const { environment, refusals, sentences, uploader } = internet;
    const { recording, segments } = await internet.record();
    refusals.set("put", "unreadable");
    uploader.take(recording, segments);
    await environment.advance(0);
    refusals.set("presign", "unreadable");
    await environment.advance(REFUSED_MS);
    expect([...sentences]).toEqual([CONNECTION_BROKE]);
  });

  test("the bucket is blocked, once the API has answered again", async () => {
    const { environment, refusals, sentences, uploader, view } = internet;
    const { recording, segments } = await internet.record();
    refusals.set("put", "unreadable");
    uploader.take(recording, segments);
    await environment.advance(1000);
    sentences.clear();
    await environment.advance(REFUSED_MS);
    expect([...sentences]).toEqual([BUCKET_BLOCKED]);
    expect(view.recordings()).toMatchObject([{ segmentCount: 3 }]);
  });
});
