import { expect, test } from "vitest";
import { LIMITS } from "@tapedeck/core/limits";
import { createCallRateLimit } from "./call-rate-limit.ts";

const ADA = { userType: "hosts", provider: "cognito", sub: "ada" };
const { atOnce, bytesPerCall, perSecond } = LIMITS.callsPerPerson;

test("a person who calls too often waits, and other people do not", () => {
  let nowMs = 0;
  const rateLimit = createCallRateLimit({ nowMicros: () => nowMs * 1000 });
  for (let call = 0; call < atOnce; call++) rateLimit.countCall(ADA, 100);
  expect(() => rateLimit.countCall(ADA, 100)).toThrow(
    expect.objectContaining({ code: "THROTTLED", details: { retryAfterMs: 1000 / perSecond } }),
  );
  rateLimit.countCall({ ...ADA, sub: "ben" }, 100);
  // The same sub from another provider is another person.
  rateLimit.countCall({ ...ADA, provider: "Google" }, 100);
  nowMs += 1000 / perSecond;
  rateLimit.countCall(ADA, 100);
});

test("a large body counts as several calls", () => {
  const rateLimit = createCallRateLimit({ nowMicros: () => 0 });
  rateLimit.countCall(ADA, bytesPerCall * (atOnce - 2));
  rateLimit.countCall(ADA, 0);
  expect(() => rateLimit.countCall(ADA, 0)).toThrow(expect.objectContaining({ code: "THROTTLED" }));
});

test("the limiter forgets the person seen longest ago: ten thousand others do not free a busy one", () => {
  const rateLimit = createCallRateLimit({ nowMicros: () => 0 });
  const spend = (sub: string) => rateLimit.countCall({ ...ADA, sub }, bytesPerCall * (atOnce - 1));
  spend("ada");
  for (let k = 0; k < 9_999; k++) spend(`p${k}`);
  expect(() => spend("ada")).toThrow(/Too many calls/);
  spend("one-more");
  expect(() => spend("ada")).toThrow(/Too many calls/);
});
