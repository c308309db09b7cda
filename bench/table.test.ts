// What the table says of given samples: a wrong median or ratio would look like a finding.
import { expect, test } from "vitest";
import { formatTable } from "./table.ts";

test("a row shows medians, minima, their ratios, the aim and the number of runs", () => {
  const table = formatTable([
    {
      name: "join",
      unit: "ms",
      samples: [40, 20, 30],
      peer: { name: "ffmpeg", samples: [100, 90, 50, 60] },
      aim: { ratio: 0.4 },
    },
    { name: "engine", unit: "kB", samples: [31.25], aim: { value: 26 } },
  ]);
  expect(table.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["", "Tapedeck", "beside", "ratio", "aim", "runs"],
    ["join", "30.0 (20.0) ms", "75.0 (50.0) ms", "ffmpeg", "0.40x (0.40x)", "≤ 0.4x met", "3"],
    ["engine", "31.3 (31.3) kB", "≤ 26 kB missed", "1"],
  ]);
});

test("a row that nothing was measured for is refused", () => {
  expect(() => formatTable([{ name: "join", unit: "ms", samples: [] }])).toThrow(
    "nothing was measured",
  );
});

test("an aim beside a peer is refused when there is no peer", () => {
  expect(() =>
    formatTable([{ name: "join", unit: "ms", samples: [1], aim: { ratio: 1 } }]),
  ).toThrow("needs a peer");
});
