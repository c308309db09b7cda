// The result for people: one line a run, and the faults under the table.
import type { Row } from "./examine.ts";

const COLUMNS = [
  ["browser", 26],
  ["condition", 14],
  ["load", 6],
  ["wall s", 8],
  ["recorded s", 12],
  ["missing ms", 12],
  ["added ms", 10],
  ["gaps ms", 9],
  ["verdict", 7],
] as const;

export const TABLE_HEAD = formatLine(COLUMNS.map(([title]) => title));

export function formatRow(row: Row): string {
  return formatLine(cells(row));
}

export function formatFaults(rows: readonly Row[]): string {
  const faults = rows.flatMap((row) => [
    ...row.faults.map((fault) => `✗ ${row.browser}, ${condition(row)}: ${fault}`),
    ...(row.evidence ?? []).map((line) => `  ${line}`),
  ]);
  return ["", ...faults].join("\n");
}

function formatLine(texts: readonly string[]): string {
  return texts
    .map((text, i) => text.padEnd(COLUMNS[i]?.[1] ?? 0))
    .join("")
    .trimEnd();
}

function cells(row: Row): string[] {
  const { figures, faults } = row;
  const numbers = figures
    ? [
        figures.load.toFixed(1),
        figures.wallSeconds.toFixed(1),
        figures.recordedSeconds.toFixed(1),
        figures.missingMs.toFixed(1),
        figures.addedMs.toFixed(1),
        figures.toldMs.toFixed(0),
      ]
    : Array.from({ length: 6 }, () => "–");
  return [row.browser, condition(row), ...numbers, faults.length === 0 ? "✓" : "✗"];
}

function condition({ isBusy }: Row): string {
  return isBusy ? "4 busy loops" : "quiet";
}
