// `npm run bench -- [NAME…] [--runs N] [--json]`: measures every group, or those that are named, and
// prints one table. A group that cannot run makes the command fail, after the others have run.
import { parseArgs } from "node:util";
import { CommandError, runCommand, sentenceFor } from "@tapedeck/local/bin/command";
import { captureGroup } from "./capture/group.ts";
import { eventGroup } from "./event/group.ts";
import { joinGroup } from "./join/group.ts";
import { libraryGroup } from "./library/group.ts";
import { describeMachine, formatMachine, type Machine } from "./machine.ts";
import type { Group, Row } from "./row.ts";
import { sizesGroup } from "./sizes.ts";
import { startGroup } from "./start/group.ts";
import { summarize } from "./summary.ts";
import { formatTable } from "./table.ts";
import { wholeFileGroup } from "./whole-file/group.ts";

const GROUPS: readonly Group[] = [
  sizesGroup,
  eventGroup,
  joinGroup,
  wholeFileGroup,
  libraryGroup,
  startGroup,
  captureGroup,
];

interface Report {
  readonly machine: Machine;
  /** With versions. */
  readonly tools: readonly string[];
  readonly rows: readonly Row[];
  readonly failures: readonly string[];
}

runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, runs: { type: "string" } },
  });
  const runs = parseRuns(values.runs);
  const groups = chosenGroups(positionals);
  const machine = describeMachine();
  console.error(formatMachine(machine));
  const report = { machine, ...(await measure(groups, runs)) };
  console.log(values.json ? formatJson(report) : formatText(report));
  for (const failure of report.failures) console.error(`\n${failure}`);
  if (report.failures.length > 0) process.exitCode = 1;
});

async function measure(groups: readonly Group[], runs: number | undefined) {
  const rows: Row[] = [];
  const tools = [`Node ${process.versions.node}`];
  const failures: string[] = [];
  for (const group of groups) {
    console.error(`measuring ${group.name} …`);
    try {
      const measured = await group.measure(runs);
      rows.push(...measured.rows);
      tools.push(...(measured.tools ?? []));
    } catch (thrown) {
      failures.push(`${group.name} was not measured: ${sentenceFor(thrown)}`);
    }
  }
  return { rows, tools, failures };
}

function formatJson(report: Report): string {
  const rows = report.rows.map((row) => ({ ...row, summary: summarize(row) }));
  return JSON.stringify({ ...report, rows }, null, 2);
}

function formatText({ rows, tools }: Report): string {
  if (rows.length === 0) return "Nothing was measured.";
  return `\n${formatTable(rows)}\n\nEach figure: median (minimum). ${tools.join(", ")}.`;
}

function chosenGroups(names: readonly string[]): readonly Group[] {
  const unknown = names.filter((name) => !GROUPS.some((group) => group.name === name));
  if (unknown.length > 0) {
    const known = GROUPS.map(({ name }) => name).join(", ");
    throw new CommandError(`There is no group ${unknown.join(", ")}; there are ${known}.`);
  }
  return names.length === 0 ? GROUPS : GROUPS.filter(({ name }) => names.includes(name));
}

function parseRuns(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new CommandError(
    `--runs must be a whole number from 1 to 9999, got ${JSON.stringify(text)}.`,
  );
}
