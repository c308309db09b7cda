import { describe, expect, test } from "vitest";
import type { FaultRule } from "./fault-rule.ts";
import { Faults } from "./faults.ts";

const put = { method: "PUT", url: "/bucket/users/a_000000.webm?X-Amz-Signature=1", headers: {} };
const call = { method: "POST", url: "/trpc/segments.presign", headers: {} };
const nothing = { delayMs: 0, clockAheadMs: 0, ending: undefined };

/** The fate of so many requests: `x` is struck, `.` is spared. */
const pattern = (rule: FaultRule, count: number) => {
  const faults = new Faults();
  faults.add(rule);
  return Array.from({ length: count }, () =>
    faults.strike("s3", put).ending === undefined ? "." : "x",
  ).join("");
};

describe("a rule", () => {
  test("strikes at its place only, until it is lifted, and its hits stay counted", () => {
    const faults = new Faults();
    const rule: FaultRule = { at: "s3", kind: "drop" };
    expect(faults.strike("s3", put)).toEqual(nothing);
    const lift = faults.add(rule);
    expect(faults.hits.get(rule)).toBe(0);
    expect(faults.strike("api", call)).toEqual(nothing);
    expect(faults.strike("s3", put)).toEqual({ ...nothing, ending: rule });
    lift();
    lift();
    expect(faults.strike("s3", put)).toEqual(nothing);
    expect(faults.hits.get(rule)).toBe(1);
  });

  test.each<[string, FaultRule, string]>([
    ["every third", { at: "s3", kind: "drop", every: 3 }, "..x..x..x."],
    ["twice", { at: "s3", kind: "drop", times: 2 }, "xx........"],
    ["every third, twice", { at: "s3", kind: "drop", every: 3, times: 2 }, "..x..x...."],
    ["always", { at: "s3", kind: "drop", probability: 1 }, "xxxxxxxxxx"],
  ])("strikes %s", (_when, rule, struck) => {
    expect(pattern(rule, 10)).toBe(struck);
  });

  test("strikes by dice as often as it says, and in the same way for the same seed", () => {
    const rule = (seed: number): FaultRule => ({ at: "s3", kind: "drop", probability: 0.3, seed });
    const struck = pattern(rule(7), 10_000);
    expect(struck.replaceAll(".", "").length).toBeGreaterThan(2_800);
    expect(struck.replaceAll(".", "").length).toBeLessThan(3_200);
    expect(pattern(rule(7), 10_000)).toBe(struck);
    expect(pattern(rule(8), 10_000)).not.toBe(struck);
  });

  test.each<[string, NonNullable<Exclude<FaultRule, { kind: "clock-skew" }>["match"]>, boolean]>([
    ["its method", { method: "PUT" }, true],
    ["another method", { method: "GET" }, false],
    ["a piece of its path", { path: "_000000" }, true],
    ["another path", { path: "_000001" }, false],
    ["method and path, one of them another", { method: "PUT", path: "manifest" }, false],
    ["its query, which no rule reads", { path: "Signature" }, false],
  ])("that names %s strikes: %s", (_what, match, isStruck) => {
    const faults = new Faults();
    faults.add({ at: "s3", kind: "drop", match });
    expect(faults.strike("s3", put).ending !== undefined).toBe(isStruck);
  });

  test("counts only requests that match it", () => {
    const faults = new Faults();
    faults.add({ at: "s3", kind: "drop", every: 2, match: { method: "PUT" } });
    expect(faults.strike("s3", put)).toEqual(nothing);
    expect(faults.strike("s3", { ...put, method: "GET" })).toEqual(nothing);
    expect(faults.strike("s3", put).ending).toBeDefined();
  });

  test.each([
    ["a presigned request", "/bucket/key?X-Amz-Signature=1", true],
    ["one signed in its headers", "/bucket/key", false],
    ["one signed in its headers that asks something", "/bucket/key?x-id=GetObject", false],
  ])("that grants are expired strikes %s: %s, %s", (_what, url, isStruck) => {
    const faults = new Faults();
    faults.add({ at: "s3", kind: "expired" });
    expect(faults.strike("s3", { ...put, url }).clockAheadMs > 0).toBe(isStruck);
  });

  test("strikes a preflight only when it names OPTIONS, because the browser sends it and not the program", () => {
    const preflight = { ...put, method: "OPTIONS" };
    const faults = new Faults();
    faults.add({ at: "s3", kind: "drop" });
    expect(faults.strike("s3", preflight)).toEqual(nothing);
    const rule: FaultRule = {
      at: "s3",
      kind: "foreign",
      status: 403,
      match: { method: "OPTIONS" },
    };
    faults.add(rule);
    expect(faults.strike("s3", preflight).ending).toEqual(rule);
    expect(faults.hits.get(rule)).toBe(1);
  });
});

describe("several rules", () => {
  test("add their delays and clocks up, and the first that ends a request ends it alone", () => {
    const faults = new Faults();
    const first: FaultRule = { at: "s3", kind: "lose-answer" };
    const second: FaultRule = { at: "s3", kind: "drop", times: 1 };
    faults.add({ at: "s3", kind: "delay", delayMs: 100 });
    const lift = faults.add(first);
    faults.add(second);
    faults.add({ at: "s3", kind: "delay", delayMs: 20 });
    faults.add({ at: "s3", kind: "clock-skew", aheadMs: 5000 });
    faults.add({ at: "s3", kind: "clock-skew", aheadMs: -2000 });
    expect(faults.strike("s3", put)).toEqual({ delayMs: 120, clockAheadMs: 3000, ending: first });
    expect(faults.hits.get(second)).toBe(0);
    lift();
    expect(faults.strike("s3", put).ending).toBe(second);
  });

  test("are lifted together", () => {
    const faults = new Faults();
    faults.add({ at: "s3", kind: "clock-skew", aheadMs: 5000 });
    faults.add({ at: "s3", kind: "drop" });
    expect(faults.clockAheadMs("s3")).toBe(5000);
    expect(faults.clockAheadMs("api")).toBe(0);
    faults.clear();
    expect(faults.clockAheadMs("s3")).toBe(0);
    expect(faults.strike("s3", put)).toEqual(nothing);
  });
});

describe("a rule with a quantity out of range is refused with its value:", () => {
  test.each<[FaultRule, string]>([
    [{ at: "s3", kind: "drop", probability: 1.5 }, "A fault's probability cannot be 1.5."],
    [{ at: "s3", kind: "drop", probability: 0 }, "A fault's probability cannot be 0."],
    [{ at: "s3", kind: "drop", every: 0 }, "A fault's every cannot be 0."],
    [{ at: "s3", kind: "drop", times: 1.5 }, "A fault's times cannot be 1.5."],
    [{ at: "s3", kind: "drop", seed: 0.5 }, "A fault's seed cannot be 0.5."],
    [{ at: "s3", kind: "delay", delayMs: -1 }, "A fault's delayMs cannot be -1."],
    [
      { at: "s3", kind: "unavailable", retryAfterSeconds: -1 },
      "A fault's retryAfterSeconds cannot be -1.",
    ],
    [{ at: "s3", kind: "foreign", status: 302 }, "A fault's status cannot be 302."],
    [{ at: "s3", kind: "clock-skew", aheadMs: Number.NaN }, "A fault's aheadMs cannot be NaN."],
    [
      { at: "s3", kind: "drop", every: 2, probability: 0.5 },
      "A drop fault strikes by count or by chance, not by both.",
    ],
  ])("%j", (rule, sentence) => {
    expect(() => new Faults().add(rule)).toThrow(new RangeError(sentence));
  });
});
