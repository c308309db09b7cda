// The part of docs/api.md that says how a program finds, plays and downloads recordings.
import { LIMITS } from "@tapedeck/core/limits";
import { exampleRegion } from "./example-region.ts";

const TYPED = new URL("examples/find-recordings.ts", import.meta.url);
const CURL = new URL("examples/find-recordings.sh", import.meta.url);

const STEPS = {
  list: `**List.** A page has a \`nextCursor\` unless it is the last one.`,
  play: `**Play.** \`wholeFile\` has the URL of the whole recording. If it is absent, play the segments,
${LIMITS.segmentsPerCall} a page; each plays alone. Give a URL to \`<audio>\` or to another player: S3 serves ranges, so it can seek.`,
  download: `**Download.** \`content-disposition\` names the file after the title; \`-J\` of curl obeys it. [files.md](files.md)
says how to join segments.`,
};

export function findRecordingsSection(): string {
  return `## Find, play, download

With the typed client, \`api\` is the one above.

${Object.entries(STEPS)
  .map(
    ([name, text]) => `${text}

\`\`\`ts
${exampleRegion(TYPED, name)}
\`\`\`

\`\`\`sh
${exampleRegion(CURL, name)}
\`\`\``,
  )
  .join("\n\n")}

- A URL lives ${LIMITS.readUrlExpiresInSeconds} s, then S3 answers 403: ask \`recordings.get\` again, and go on at the same byte.
- \`RECORDING_NOT_FOUND\`: your prefix has no such recording, it was deleted, or it is not sealed yet.
- \`MANIFEST_INVALID\`: another program changed the recording's \`.json\`. Your other recordings can still be read.`;
}
