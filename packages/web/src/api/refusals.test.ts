// Ten seconds of every refusal that is not the API's own, at every step on the way to the bucket: what
// the page says meanwhile, and that all of it arrives afterwards without a click.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createRefusingInternet, type Answer, type Step } from "../testing/refusing-internet.ts";

const REFUSED_MS = 10_000;
const HEALED_WITHIN_MS = 60_000;

const BROKE = "The connection broke.";
const REFUSES = "Your bucket refuses the upload.";
const BLOCKED = "Something between this browser and your bucket refuses the upload.";
const INTERCEPTED = "Something between this browser and Tapedeck answers in its place.";
const AWAY = "Tapedeck or your bucket is away for the moment.";
const EXPIRED = "The permission to upload had run out.";

const html = (status: number): Answer => ({ status, body: "<h1>Blocked by policy</h1>" });
const xml = (status: number, code: string): Answer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>No.</Message></Error>`,
});
const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) });

const cases: [Step, string, Answer, string[]][] = [
  ["put", "HTML 200", html(200), [BLOCKED]],
  ["put", "HTML 302", html(302), [BLOCKED]],
  ["put", "HTML 403", html(403), [BLOCKED]],
  ["put", "HTML 407", html(407), [BLOCKED]],
  ["put", "HTML 451", html(451), [BLOCKED]],
  ["put", "HTML 501", html(501), [BLOCKED]],
  ["put", "HTML 503", html(503), [AWAY]],
  ["put", "HTML 511", html(511), [BLOCKED]],
  ["put", "an empty 200", { status: 200, body: "" }, [BLOCKED]],
  ["put", "an empty 403", { status: 403, body: "" }, [BLOCKED]],
  ["put", "AccessDenied", xml(403, "AccessDenied"), [REFUSES]],
  ["put", "SignatureDoesNotMatch", xml(403, "SignatureDoesNotMatch"), [REFUSES]],
  ["put", "RequestTimeTooSkewed", xml(403, "RequestTimeTooSkewed"), [REFUSES]],
  ["put", "InvalidAccessKeyId", xml(403, "InvalidAccessKeyId"), [REFUSES]],
  ["put", "ExpiredToken", xml(400, "ExpiredToken"), [EXPIRED]],
  ["put", "BadDigest", xml(400, "BadDigest"), ["The upload was damaged on its way."]],
  ["put", "NotImplemented", xml(501, "NotImplemented"), [REFUSES]],
  ["put", "ServiceUnavailable", xml(503, "ServiceUnavailable"), [AWAY]],
  ["put", "a refused preflight, or no CORS rule", "unreadable", [BROKE, BLOCKED]],
  ...(["presign", "verify", "seal"] as const).flatMap((step): typeof cases => [
    [step, "HTML 200", html(200), [INTERCEPTED]],
    [step, "HTML 401", html(401), [INTERCEPTED]],
    [step, "HTML 403", html(403), [INTERCEPTED]],
    [step, "HTML 407", html(407), [INTERCEPTED]],
    [step, "HTML 413", html(413), [INTERCEPTED]],
    [step, "HTML 451", html(451), [INTERCEPTED]],
    [step, "HTML 501", html(501), [INTERCEPTED]],
    [step, "HTML 503", html(503), [AWAY]],
    [step, "HTML 511", html(511), [INTERCEPTED]],
    [step, "the edge's 413", json(413, { error: "Request body exceeds 1MB" }), [INTERCEPTED]],
    [step, "the edge's 504", html(504), [AWAY]],
    [step, "Lambda's 502", json(502, { Message: "Internal Server Error" }), [AWAY]],
    [step, "JSON 200 of somebody else", json(200, { ok: true }), [INTERCEPTED]],
    [step, "JSON 403 of somebody else", json(403, { message: "Forbidden" }), [INTERCEPTED]],
    [step, "a broken connection", "unreadable", [BROKE]],
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
  "ten seconds of a %s answered by %s: the page says why, and all is sealed within a minute",
  async (step, _what, answer, said) => {
    const { environment, refusals, safeties, sentences, uploader } = internet;
    const { recording, segments } = await internet.record();
    refusals.set(step, answer);
    uploader.take(recording, segments);
    await environment.advance(REFUSED_MS);
    expect([...sentences]).toEqual(said);
    expect([...safeties]).toEqual(["on-device"]);
    refusals.clear();
    expect(await internet.sealedAfterMs(HEALED_WITHIN_MS)).toBeDefined();
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
])("ten minutes of a %s answered by %s end as soon", async (step, _what, answer) => {
  const { environment, refusals, safeties, uploader } = internet;
  const { recording, segments } = await internet.record();
  refusals.set(step, answer);
  uploader.take(recording, segments);
  await environment.advance(10 * 60_000);
  expect([...safeties]).toEqual(["on-device"]);
  refusals.clear();
  expect(await internet.sealedAfterMs(HEALED_WITHIN_MS)).toBeDefined();
});

describe("while uploads get no answer that can be read, the page says that", () => {
  test("the connection broke, if the API is away too", async () => {
    const { environment, refusals, sentences, uploader } = internet;
    const { recording, segments } = await internet.record();
    refusals.set("put", "unreadable");
    uploader.take(recording, segments);
    await environment.advance(0);
    refusals.set("presign", "unreadable");
    await environment.advance(REFUSED_MS);
    expect([...sentences]).toEqual([BROKE]);
  });

  test("the bucket is out of reach, once the API has answered again", async () => {
    const { environment, refusals, sentences, uploader, views } = internet;
    const { recording, segments } = await internet.record();
    refusals.set("put", "unreadable");
    uploader.take(recording, segments);
    await environment.advance(1000);
    sentences.clear();
    await environment.advance(REFUSED_MS);
    expect([...sentences]).toEqual([BLOCKED]);
    expect(views.segments()).toHaveLength(3);
  });
});
