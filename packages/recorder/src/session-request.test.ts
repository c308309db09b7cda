import { AppError } from "@tapedeck/core/errors";
import { expect, test } from "vitest";
import { UNPROCESSED } from "./capture/microphone.ts";
import { toSessionRequest, type SoundOptions, type StartOptions } from "./session-request.ts";
import { createVirtualEnvironment } from "./testing/virtual-environment.ts";

const CALL = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

function requestOf(options: Partial<SoundOptions>, start: Partial<StartOptions> = {}) {
  const environment = createVirtualEnvironment();
  return toSessionRequest(
    { owner: "ada", ...options },
    { segmentSeconds: 5, ...start },
    environment,
  );
}

test("records unprocessed sound at 64 kb/s unless the recorder or the recording wants other", () => {
  expect(requestOf({})).toMatchObject({ bitsPerSecond: 64_000, processing: UNPROCESSED });
  const wishes = { bitsPerSecond: 32_000, processing: CALL };
  expect(requestOf(wishes)).toMatchObject(wishes);
});

test("a recording has its own bit rate and processing, whatever the recorder has", () => {
  const own = { bitsPerSecond: 128_000, processing: UNPROCESSED };
  expect(requestOf({ bitsPerSecond: 32_000, processing: CALL }, own)).toMatchObject(own);
});

test.each([16_000, 256_000])("takes %d bits a second", (bitsPerSecond) => {
  expect(requestOf({}, { bitsPerSecond })).toMatchObject({ bitsPerSecond });
});

test.each([15_999, 256_001, 0, 64_000.5, Number.NaN])(
  "refuses %d bits a second",
  (bitsPerSecond) => {
    const rule = `Sound has whole bits a second from 16000 to 256000, got ${bitsPerSecond}.`;
    const refusal = new AppError("INPUT_INVALID", rule);
    expect(() => requestOf({}, { bitsPerSecond })).toThrow(refusal);
    expect(() => requestOf({ bitsPerSecond })).toThrow(refusal);
  },
);
