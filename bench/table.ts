// Lays rows out for a terminal.
import type { Row } from "./row.ts";
import { summarize, type Summary } from "./summary.ts";

const HEAD = ["", "Tapedeck", "beside", "", "ratio", "aim", "runs"];

/** Median (minimum) of ours and of the peer, and the ratios of both. */
export function formatTable(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? "").length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cellsOf(row: Row): string[] {
  const { ours, peer, ratio, isAimMet } = summarize(row);
  const unit = (summary: Summary) =>
    `${short(summary.median)} (${short(summary.minimum)}) ${row.unit}`;
  return [
    row.name,
    unit(ours),
    peer === undefined ? "" : unit(peer),
    row.peer?.name ?? "",
    ratio === undefined ? "" : `${ratio.ofMedians.toFixed(2)}x (${ratio.ofMinima.toFixed(2)}x)`,
    isAimMet === undefined ? "" : `≤ ${aimText(row)} ${isAimMet ? "met" : "missed"}`,
    String(ours.runs),
  ];
}

function aimText({ aim, unit }: Row): string {
  if (aim === undefined) return "";
  return "ratio" in aim ? `${aim.ratio}x` : `${aim.value} ${unit}`;
}

/** Three digits that mean something. */
function short(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}
