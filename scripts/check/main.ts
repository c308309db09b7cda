// `npm run check` and `npm run check -- --all`.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installPlatform } from "../../infra/platform/install.ts";
import { check } from "./check.ts";

const { values } = parseArgs({ options: { all: { type: "boolean", default: false } } });
// The compiler needs SST's types.
await installPlatform();
const isGood = await check({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  all: values.all,
  say: (line) => console.log(line),
});
const { user, system } = process.cpuUsage();
console.log(`      the rest   ${"".padEnd(20)} ${((user + system) / 1e6).toFixed(1)} s of CPU`);
if (!isGood) process.exitCode = 1;
