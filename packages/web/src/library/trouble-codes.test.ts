import { expect, test } from "vitest";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { troubleCodes } from "./trouble-codes.ts";

const QUIET: Parameters<typeof troubleCodes>[0] = {
  state: { kind: "here" },
  device: undefined,
  stuckSegments: [],
  failure: undefined,
};
const STUCK = { kind: "stuck", code: "SEGMENT_DAMAGED" } as const;

test.each<[string, readonly ErrorCode[], Partial<typeof QUIET>]>([
  ["nothing of a recording without trouble", [], { device: { state: "ended", waitsFor: [] } }],
  [
    "each reason once, the stuck ones first",
    ["SEGMENT_DAMAGED", "THROTTLED"],
    {
      device: { state: "ended", waitsFor: ["THROTTLED"] },
      stuckSegments: [{ status: STUCK }, { status: STUCK }],
      failure: "THROTTLED",
    },
  ],
  [
    "why its manifest waits",
    ["SERVICE_UNAVAILABLE"],
    {
      device: { state: { kind: "waiting", untilMs: 1, code: "SERVICE_UNAVAILABLE" }, waitsFor: [] },
    },
  ],
  [
    "nothing of waits that its seal has ended",
    [],
    { device: { state: "sealed", waitsFor: ["THROTTLED"] } },
  ],
  [
    "not the network, which the line above tells",
    ["THROTTLED"],
    { state: { kind: "offline" }, device: { state: "ended", waitsFor: ["OFFLINE", "THROTTLED"] } },
  ],
  [
    "not that the bucket has nothing of what another device has not finished",
    [],
    { state: { kind: "elsewhere" }, failure: "RECORDING_NOT_FOUND" },
  ],
])("tells %s", (_what, codes, facts) => {
  expect(troubleCodes({ ...QUIET, ...facts })).toEqual(codes);
});
