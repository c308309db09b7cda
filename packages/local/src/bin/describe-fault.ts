// Prints a fault rule in the words of `--faults`, so that a person can read it and use it again.
import type { FaultRule } from "../faults/fault-rule.ts";

/** @returns a text that parseFaults reads back into the same rule */
export function describeFault(rule: FaultRule): string {
  const words: string[] = [rule.at, rule.kind];
  if (rule.kind === "clock-skew") {
    const sign = rule.aheadMs < 0 ? "-" : "+";
    return [...words, `${sign}${describeMs(Math.abs(rule.aheadMs))}`].join(" ");
  }
  if (rule.kind === "delay") words.push(describeMs(rule.delayMs));
  if (rule.kind === "refuse") words.push(rule.code);
  if (rule.kind === "foreign") words.push(String(rule.status));
  if (rule.kind === "foreign" && rule.readable) words.push("readable");
  if (rule.kind === "unavailable" && rule.retryAfterSeconds !== undefined) {
    words.push("retry-after", `${rule.retryAfterSeconds}s`);
  }
  const { match, every, probability, seed, times } = rule;
  if (match?.method !== undefined) words.push("on", match.method);
  if (match?.path !== undefined) words.push("on", match.path);
  if (every !== undefined) words.push("every", `${every}${ordinal(every)}`);
  // Twelve digits: 0.29 is not to become 28.999999999999996 %.
  if (probability !== undefined) words.push(`${Number((probability * 100).toPrecision(12))}%`);
  if (seed !== undefined) words.push("seed", String(seed));
  if (times !== undefined) words.push(times === 1 ? "once" : `${times} times`);
  return words.join(" ");
}

/** In the largest unit that needs no fraction. */
function describeMs(durationMs: number): string {
  if (durationMs % 3_600_000 === 0) return `${durationMs / 3_600_000}h`;
  if (durationMs % 60_000 === 0) return `${durationMs / 60_000}m`;
  if (durationMs % 1000 === 0) return `${durationMs / 1000}s`;
  return `${durationMs}ms`;
}

function ordinal(count: number): string {
  if (count % 100 >= 11 && count % 100 <= 13) return "th";
  return { 1: "st", 2: "nd", 3: "rd" }[count % 10] ?? "th";
}
