// Shipped code stays small: this fails when a dependency doubles the API or the page.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BUDGETS } from "./budgets.ts";
import { brokenBudgets, largestPackages } from "./check-budgets.ts";
import { measureFunctions } from "./function-sizes.ts";
import { measurePages } from "./page-sizes.ts";
import type { Size } from "./size.ts";

it("the pages, the engine and the functions stay within their budgets", async ({ annotate }) => {
  await using cleanup = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-sizes-"));
  cleanup.defer(() => rm(dir, { recursive: true, force: true }));
  const sizes = [
    ...(await measurePages(join(dir, "pages"))),
    ...(await measureFunctions(join(dir, "functions"))),
  ];
  for (const size of sizes) {
    const total = `${size.name}: ${size.rawBytes} bytes, ${size.gzipBytes} with gzip.`;
    await annotate([total, ...largestPackages(size)].join(" "));
  }
  expect(brokenBudgets(sizes, BUDGETS)).toEqual([]);
});

describe("a budget", () => {
  const size: Size = {
    name: "page",
    files: ["index.html", "index.js"],
    rawBytes: 3000,
    gzipBytes: 1001,
    packages: [{ name: "solid-js", bytes: 2500 }],
  };

  it("is kept by a size that equals it", () => {
    expect(brokenBudgets([size], { page: { gzipBytes: 1001 } })).toEqual([]);
    expect(brokenBudgets([size], { page: { rawBytes: 3000 } })).toEqual([]);
  });

  it("names the files, the size, the limit and the largest packages when it is broken", () => {
    expect(brokenBudgets([size], { page: { gzipBytes: 1000 } })).toEqual([
      '"page" (index.html + index.js) has 1.001 kB with gzip, 0.001 kB more than its budget of 1.000 kB in tests/sizes/budgets.ts. ' +
        "Its largest packages: solid-js 2.500 kB. To see what grew, run `npx vitest run --project sizes` on the commit before as well: it prints the same list.",
    ]);
    expect(brokenBudgets([size], { page: { rawBytes: 2999 } })).toHaveLength(1);
  });

  it("is required for each size, and a size for each budget", () => {
    expect(brokenBudgets([size], { engine: { gzipBytes: 1 } })).toEqual([
      '"page" has no budget in tests/sizes/budgets.ts.',
      '"engine" has a budget, but nothing of that name is built.',
    ]);
  });
});
