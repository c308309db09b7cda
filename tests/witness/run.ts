// npm run test:witness                     every browser, quiet and beside four busy loops
// npm run test:witness -- --seed 4711      with the signal of an earlier run
// npm run test:witness -- --only firefox   one of chromium, firefox, private (Firefox), webkit
import { parseArgs } from "node:util";
import { buildWeb } from "@tapedeck/local/site/build-web";
import { findBrowser } from "../fixtures/browser/find-browser.ts";
import { makeNoise } from "../fixtures/signal/noise.ts";
import { openChromium } from "./chromium.ts";
import { openFirefox } from "../fixtures/browser/firefox.ts";
import { findWitnessPrograms } from "./programs.ts";
import { examineGaps, examineRecording, type Row } from "./examine.ts";
import { formatFaults, formatRow, TABLE_HEAD } from "./table.ts";
import type { TakeOptions } from "./take.ts";
import { examinePrivateWindow } from "./private-window.ts";
import { openWebKit } from "./webkit.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    seconds: { type: "string", default: "60" },
    only: { type: "string" },
  },
});

/** README's limits: a busy Firefox holds sound back, and a page cannot tell that from a loss. */
const LIMITS = { chromium: {}, firefox: { untoldMs: 200, excessMs: 40 } };
/** How long WebKit records: it is asked whether it records at all. */
const WEBKIT_SECONDS = 10;
/** The signal must not end while a slow page starts or stops. */
const SPARE_SECONDS = 60;

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name} must be a whole number from 1, got ${JSON.stringify(text)}.`);
  process.exit(2);
}

const seed = wholeNumber("seed", values.seed);
const seconds = wholeNumber("seconds", values.seconds);
const programs = await findWitnessPrograms();
const chromium = await findBrowser();
const browsers = {
  chromium: (dir, env) => openChromium(chromium, dir, env),
  firefox: (dir, env) => openFirefox(programs.firefox, dir, env),
  webkit: (_dir, env) => openWebKit(programs, env),
} satisfies Record<string, TakeOptions["open"]>;
const names = [...Object.keys(browsers), "private"];
const wanted = names.filter((name) => (values.only ?? name) === name);
if (wanted.length === 0) {
  console.error(`--only must be one of ${names.join(", ")}, got ${values.only}.`);
  process.exit(2);
}

console.log(
  `The signal has seed ${seed}. Each browser records ${seconds} s of it; WebKit, which is only asked whether it records, ${WEBKIT_SECONDS} s.`,
);
const signal = makeNoise(seconds + SPARE_SECONDS, seed);
const shared = { programs, webDir: await buildWeb(), signal, seconds };
const rows: Row[] = [];
function add(row: Row): void {
  rows.push(row);
  console.log(formatRow(row));
}
console.log(TABLE_HEAD);
for (const isBusy of [false, true]) {
  for (const name of ["chromium", "firefox"] as const) {
    if (!wanted.includes(name)) continue;
    const options = { ...shared, isBusy, open: browsers[name], ...LIMITS[name] };
    add(await examineGaps(name, options));
  }
}
if (wanted.includes("webkit")) {
  const options = { ...shared, seconds: WEBKIT_SECONDS, isBusy: false, open: browsers.webkit };
  add(await examineRecording("webkit", options));
}
if (wanted.includes("private")) add(await examinePrivateWindow(shared));
console.log(formatFaults(rows));
console.log(
  `Seed ${seed}; \`npm run test:witness -- --seed ${seed}\` plays the same signal. "quiet" adds no load of ours: the load is the machine's.`,
);
process.exit(rows.every(({ faults }) => faults.length === 0) ? 0 : 1);
