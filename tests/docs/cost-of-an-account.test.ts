// docs/operations.md says what one account and one stranger can cost in a day. Its tables follow from the limits.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { LIMITS } from "@tapedeck/core/limits";
import { QUOTA_PER_PERSON } from "../../infra/imitated/quota.ts";

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

const DAY_SECONDS = 86_400;
/** As the page assumes. */
const SLOW_INSTANCES = 20;

const page = await read("docs/operations.md");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split("|").map((cell) => cell.trim()));
const rowOf = (what: string) => {
  const [, , count = "", perMillion = "", dollars = ""] =
    rows.find(([, name = ""]) => name.startsWith(what)) ?? [];
  return { count: numberIn(count), perMillion: numberIn(perMillion), dollars: numberIn(dollars) };
};
const numberIn = (text: string) => Number(text.replaceAll(/[ *]/g, ""));

/** Of the table "An hour of recording". */
const priceOf = (what: string) => rowOf(what).perMillion;

const requestPrice = [
  "CloudFront: HTTPS",
  "CloudFront function",
  "Edge signer",
  "WAF",
  "Lambda: API",
  "Logs",
  "Traces",
];
const putPrice = ["S3: PUT", "Lambda: arrival", "Logs", "Traces"];
const sum = (names: readonly string[]) => names.reduce((total, name) => total + priceOf(name), 0);

test("the rows of an account follow from the limits, and add up", async () => {
  const [, perFiveMinutes = ""] = /rateLimitPerIp: ([\d_]+)/.exec(await read("infra/web.ts")) ?? [];
  const requests = (Number(perFiveMinutes.replaceAll("_", "")) * DAY_SECONDS) / 300;
  const { openRecordingsPerPerson, segmentsPerRecording, readsPerPerson } = LIMITS;
  const segments =
    2 * QUOTA_PER_PERSON.minutes * 60 + openRecordingsPerPerson * segmentsPerRecording;
  const reads = SLOW_INSTANCES * (readsPerPerson.atOnce + readsPerPerson.perSecond * DAY_SECONDS);

  const found = {
    calls: rowOf("Calls, whatever"),
    verifies: rowOf("HEADs of"),
    puts: rowOf("PUTs of segments"),
    reads: rowOf("Reads by seals"),
    idle: rowOf("20 slow instances"),
  };
  expect(found.calls.count).toBe(requests);
  expect(found.calls.perMillion).toBeCloseTo(sum(requestPrice), 2);
  expect(found.verifies.count).toBe(requests * LIMITS.segmentsPerCall);
  expect(found.puts.count).toBe(segments);
  // The arrival check reads each twice.
  expect(found.puts.perMillion).toBeCloseTo(sum(putPrice) + 2 * priceOf("S3: reads"), 2);
  expect(found.reads.count).toBe(reads);
  expect(found.idle.count).toBe(SLOW_INSTANCES * DAY_SECONDS);
  let total = 0;
  for (const { count, perMillion, dollars } of Object.values(found)) {
    expect(dollars).toBeCloseTo((count * perMillion) / 1e6, 1);
    total += dollars;
  }
  const [, , , , day = ""] = rows.find(([, name]) => name === "**In a day**") ?? [];
  expect(numberIn(day)).toBeCloseTo(total, 1);
  expect(page).toContain(`the same ${requests.toLocaleString("en").replaceAll(",", " ")} requests`);
});
