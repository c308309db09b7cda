// The program that is measured: the segment files of a folder to one file.
// Called with the folder and the file; prints its largest memory in kB.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { joinSegments } from "@tapedeck/core/webm/join";

const [dir = "", outfile = ""] = process.argv.slice(2);
const segments = readdirSync(dir)
  .sort()
  .map((name) => new Uint8Array(readFileSync(join(dir, name))));
writeFileSync(outfile, joinSegments(segments));
console.log(`maxrss=${process.resourceUsage().maxRSS}kB`);
