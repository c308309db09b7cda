import { afterEach, expect, test, vi } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import { createLaterRecordingApi } from "./later-api.ts";

/** The session of a signed-in person. */
const SESSION = {
  accessToken: async () => "token",
  forget: () => {},
  currentSignInId: async () => "sign-in",
};

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The API answers each call with this time. */
function answerWith(date: string) {
  vi.stubGlobal("location", { origin: "https://tapedeck.example" });
  vi.stubGlobal("fetch", async () =>
    Response.json({ result: { data: { segments: [] } } }, { headers: { date } }),
  );
}

const call = (api: ReturnType<typeof createLaterRecordingApi>) =>
  api.verifySegments(
    { recordingId: makeRecordingId(1_767_225_600_000_000, new Uint8Array(6)), segments: [] },
    { signal: AbortSignal.timeout(5_000) },
  );

test("a listener that came before the client gets the time of the first answer", async () => {
  answerWith("Fri, 27 Nov 2026 11:00:00 GMT");
  const api = createLaterRecordingApi(SESSION);
  const times: number[] = [];
  api.onServerTime?.(({ toldAtMs, offsetMs }) => times.push(toldAtMs + offsetMs));
  await call(api).catch(() => undefined);
  expect(times.map((ms) => Math.round(ms / 10_000))).toEqual([
    Math.round(Date.parse("2026-11-27T11:00:00Z") / 10_000),
  ]);
});

test("a listener that stopped before the client came gets nothing", async () => {
  answerWith("Fri, 27 Nov 2026 11:00:00 GMT");
  const api = createLaterRecordingApi(SESSION);
  const heard = vi.fn<() => void>();
  api.onServerTime?.(heard)();
  await call(api).catch(() => undefined);
  expect(heard).not.toHaveBeenCalled();
});
