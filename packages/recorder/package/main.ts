// `npm run pack:recorder`: puts the tarball into packages/recorder/dist.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PACKAGES } from "./compile.ts";
import { packRecorder } from "./pack.ts";

const outDir = join(PACKAGES, "recorder/dist");
await mkdir(outDir, { recursive: true });
console.log(await packRecorder(outDir));
