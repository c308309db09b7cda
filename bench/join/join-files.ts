// The program that is measured: the segment files of a folder to one file, as the Lambda does it. The clusters
// go to a file of their own while segments come; the head, which is known last, and they become the file.
// Called with the folder and the file; prints its largest memory in kB.
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { createJoiner, readSegmentToJoin } from "@tapedeck/core/webm/joiner";

const COPIED_BYTES = 1024 * 1024;

const [dir = "", outfile = ""] = process.argv.slice(2);
const clustersFile = `${outfile}.clusters`;
const clusters = openSync(clustersFile, "w+");
const joiner = createJoiner();
for (const [index, name] of readdirSync(dir).sort().entries()) {
  const { buffer, byteOffset, length } = readFileSync(join(dir, name));
  const segment = readSegmentToJoin(new Uint8Array(buffer, byteOffset, length), index);
  for (const cluster of joiner.add(segment)) writeSync(clusters, cluster);
}
const { head, lastCluster } = joiner.end();
writeSync(clusters, lastCluster);

writeFileSync(outfile, head);
const file = openSync(outfile, "a");
const copied = new Uint8Array(COPIED_BYTES);
let position = 0;
for (;;) {
  const length = readSync(clusters, copied, 0, copied.length, position);
  if (length === 0) break;
  writeSync(file, copied, 0, length);
  position += length;
}
closeSync(file);
closeSync(clusters);
rmSync(clustersFile);
console.log(`maxrss=${process.resourceUsage().maxRSS}kB`);
