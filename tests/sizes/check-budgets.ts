// Compares sizes with their budgets, and lists the parts of each that is too large.
import type { Budget } from "./budgets.ts";
import type { Size } from "./size.ts";

const LARGEST = 10;

/** @returns a sentence for each broken budget; a size without a budget breaks it */
export function brokenBudgets(
  sizes: readonly Size[],
  budgets: Readonly<Record<string, Budget>>,
): string[] {
  const measured = new Set(sizes.map(({ name }) => name));
  const unused = Object.keys(budgets).filter((name) => !measured.has(name));
  return [
    ...sizes.flatMap((size) => brokenBudget(size, budgets[size.name])),
    ...unused.map((name) => `"${name}" has a budget, but nothing of that name is built.`),
  ];
}

function brokenBudget(size: Size, budget: Budget | undefined): string[] {
  const { name, files } = size;
  if (budget === undefined) return [`"${name}" has no budget in tests/sizes/budgets.ts.`];
  const [bytes, limit, kind] =
    "rawBytes" in budget
      ? [size.rawBytes, budget.rawBytes, "uncompressed"]
      : [size.gzipBytes, budget.gzipBytes, "with gzip"];
  if (bytes <= limit) return [];
  return [
    [
      `"${name}" (${files.join(" + ")}) has ${kB(bytes)} ${kind}, ${kB(bytes - limit)} more than its budget of ${kB(limit)} in tests/sizes/budgets.ts.`,
      ...largestPackages(size),
      "To see what grew, run `npx vitest run --project sizes` on the commit before as well: it prints the same list.",
    ].join(" "),
  ];
}

/** @returns a sentence, if anything is known */
export function largestPackages({ packages }: Size): string[] {
  if (packages.length === 0) return [];
  const largest = packages.slice(0, LARGEST).map(({ name, bytes }) => `${name} ${kB(bytes)}`);
  return [`Its largest packages: ${largest.join(", ")}.`];
}

/** Of 1000 bytes, to a byte: a budget may be broken by one. */
const kB = (bytes: number) => `${(bytes / 1000).toFixed(3)} kB`;
