import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertFaultRule, type FaultRule } from "../faults/fault-rule.ts";
import { CommandError } from "./command.ts";
import { describeFault } from "./describe-fault.ts";
import { FAULTS_HELP, parseFaults } from "./faults-flag.ts";

describe("--faults", () => {
  test.each<[string, FaultRule[]]>([
    [
      "s3 unavailable 50%, api drop every 3rd",
      [
        { at: "s3", kind: "unavailable", probability: 0.5 },
        { at: "api", kind: "drop", every: 3 },
      ],
    ],
    ["s3 delay 1.5s", [{ at: "s3", kind: "delay", delayMs: 1500 }]],
    ["s3 unavailable retry-after 5s", [{ at: "s3", kind: "unavailable", retryAfterSeconds: 5 }]],
    ["s3 slow-down 2 times", [{ at: "s3", kind: "slow-down", times: 2 }]],
    ["s3 refuse AccessDenied", [{ at: "s3", kind: "refuse", code: "AccessDenied" }]],
    ["api foreign 407", [{ at: "api", kind: "foreign", status: 407 }]],
    [
      "s3 foreign 451 readable on PUT",
      [{ at: "s3", kind: "foreign", status: 451, readable: true, match: { method: "PUT" } }],
    ],
    [
      "s3 foreign 403 on OPTIONS",
      [{ at: "s3", kind: "foreign", status: 403, match: { method: "OPTIONS" } }],
    ],
    ["s3 expired once", [{ at: "s3", kind: "expired", times: 1 }]],
    [
      "s3 lose-answer on PUT on _000003.webm",
      [{ at: "s3", kind: "lose-answer", match: { method: "PUT", path: "_000003.webm" } }],
    ],
    [
      "api truncate 12.5% seed 9 1 time",
      [{ at: "api", kind: "truncate", probability: 0.125, seed: 9, times: 1 }],
    ],
    [
      "  api   clock-skew  -3h ,s3 clock-skew +90m",
      [
        { at: "api", kind: "clock-skew", aheadMs: -10_800_000 },
        { at: "s3", kind: "clock-skew", aheadMs: 5_400_000 },
      ],
    ],
    ["api token-expired", [{ at: "api", kind: "token-expired" }]],
    [
      "api duplicate on segments.presign",
      [{ at: "api", kind: "duplicate", match: { path: "segments.presign" } }],
    ],
  ])("reads %j", (text, rules) => {
    expect(parseFaults(text)).toEqual(rules);
  });

  test.each([
    ["", '--faults "": a rule begins with s3 or api, not nothing; see --help.'],
    ["s3 drop,", '--faults "": a rule begins with s3 or api, not nothing; see --help.'],
    ["s4 drop", '--faults "s4 drop": a rule begins with s3 or api, not "s4"; see --help.'],
    ["s3", '--faults "s3": there is no fault nothing; see --help.'],
    ["s3 dorp", '--faults "s3 dorp": there is no fault "dorp"; see --help.'],
    ["api expired", '--faults "api expired": expired is of s3 only; see --help.'],
    ["s3 token-expired", '--faults "s3 token-expired": token-expired is of api only; see --help.'],
    [
      "api refuse AccessDenied",
      '--faults "api refuse AccessDenied": refuse is of s3 only; see --help.',
    ],
    [
      "s3 refuse Nonsense",
      '--faults "s3 refuse Nonsense": S3 has codes like AccessDenied, and not "Nonsense"; see --help.',
    ],
    ["s3 foreign", '--faults "s3 foreign": a status looks like 403, not nothing; see --help.'],
    ["s3 foreign 302", '--faults "s3 foreign 302": A fault\'s status cannot be 302; see --help.'],
    [
      "s3 delay",
      '--faults "s3 delay": a time looks like 500ms, 2s, 5m or 3h, not nothing; see --help.',
    ],
    [
      "s3 delay 2",
      '--faults "s3 delay 2": a time looks like 500ms, 2s, 5m or 3h, not "2"; see --help.',
    ],
    ["s3 delay 0s", '--faults "s3 delay 0s": A fault\'s delayMs cannot be 0; see --help.'],
    ["s3 drop 150%", '--faults "s3 drop 150%": A fault\'s probability cannot be 1.5; see --help.'],
    [
      "s3 drop every 0th",
      '--faults "s3 drop every 0th": A fault\'s every cannot be 0; see --help.',
    ],
    ["s3 drop every", '--faults "s3 drop every": "every" says nothing; see --help.'],
    ["s3 drop often now", '--faults "s3 drop often now": "often now" says nothing; see --help.'],
    ["s3 drop once once", '--faults "s3 drop once once": it says times twice; see --help.'],
    [
      "s3 drop on PUT on GET",
      '--faults "s3 drop on PUT on GET": it says method twice; see --help.',
    ],
    [
      "s3 clock-skew 3h",
      '--faults "s3 clock-skew 3h": a wrong clock looks like +3h or -3h, not "3h"; see --help.',
    ],
    [
      "s3 clock-skew +3h once",
      '--faults "s3 clock-skew +3h once": a clock is wrong always, not "once"; see --help.',
    ],
  ])("refuses %j with its words", (text, sentence) => {
    expect(() => parseFaults(text)).toThrow(new CommandError(sentence));
  });

  test("names every kind of fault in its help", () => {
    for (const kind of kinds) expect(FAULTS_HELP).toContain(`  ${kind}`);
  });

  test("reads a printed rule back into the same rule", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { minLength: 1 }), (rules) => {
        for (const rule of rules) assertFaultRule(rule);
        expect(parseFaults(rules.map(describeFault).join(", "))).toEqual(rules);
      }),
    );
  });
});

const anyWhere = ["s3", "api"] as const;
const count = fc.integer({ min: 1, max: 1_000_000 });
const anyWhen = fc.record(
  {
    match: fc.record({
      method: fc.constantFrom("PUT", "GET"),
      path: fc.stringMatching(/^[a-z/._]{1,9}$/),
    }),
    times: count,
    seed: fc.nat(),
  },
  { requiredKeys: [] },
);
const anyChance = fc.oneof(
  fc.constant({}),
  fc.record({ every: count }),
  fc.record({ probability: fc.integer({ min: 1, max: 1000 }).map((tenth) => tenth / 1000) }),
);
const kindsOf = {
  anywhere: ["drop", "lose-answer", "truncate", "duplicate"],
  s3: ["slow-down", "expired"],
} as const;
const kinds = [
  ...kindsOf.anywhere,
  ...kindsOf.s3,
  "delay",
  "unavailable",
  "refuse",
  "foreign",
  "token-expired",
  "clock-skew",
];
const anyFault = fc.oneof(
  fc.record({ at: fc.constantFrom(...anyWhere), kind: fc.constantFrom(...kindsOf.anywhere) }),
  fc.record({ at: fc.constant("s3" as const), kind: fc.constantFrom(...kindsOf.s3) }),
  fc.record({ at: fc.constant("api" as const), kind: fc.constant("token-expired" as const) }),
  fc.record({
    at: fc.constant("s3" as const),
    kind: fc.constant("refuse" as const),
    code: fc.constantFrom("AccessDenied" as const, "NotImplemented" as const),
  }),
  fc.record(
    {
      at: fc.constantFrom(...anyWhere),
      kind: fc.constant("foreign" as const),
      status: fc.constantFrom(200, 403, 511),
      readable: fc.constant(true as const),
    },
    { requiredKeys: ["at", "kind", "status"] },
  ),
  fc.record({
    at: fc.constantFrom(...anyWhere),
    kind: fc.constant("delay" as const),
    delayMs: count,
  }),
  fc.record(
    {
      at: fc.constantFrom(...anyWhere),
      kind: fc.constant("unavailable" as const),
      retryAfterSeconds: fc.nat(),
    },
    { requiredKeys: ["at", "kind"] },
  ),
);
const anyRule: fc.Arbitrary<FaultRule> = fc.oneof(
  fc
    .tuple(anyFault, anyWhen, anyChance)
    .map(([fault, when, chance]) => ({ ...fault, ...when, ...chance })),
  fc.record({
    at: fc.constantFrom(...anyWhere),
    kind: fc.constant("clock-skew" as const),
    aheadMs: fc.integer({ min: -100_000_000, max: 100_000_000 }),
  }),
);
