// A text is added to recordings by one row in core's table: no other file of core or functions changes.
import { expect, test } from "vitest";
import { useCopiedPackages } from "./copied-packages.ts";

const { compileWeb, replace, run, write } = useCopiedPackages();

const ROW = `note: { maxCharacters: 400, metadataBytes: 1200, controls: "refused" },`;

/** Every way of a text through core, with its types: it is compiled, then run. */
const PROGRAM = `
import {
  recordingPage, recordingSummary, renameRecordingInput, sealRecordingInput, whatToPlay,
} from "./contract.ts";
import { identity, recordingId, segments, storedRecording, toSeal } from "./testing/stored-recording.ts";
import { getRecording } from "./usecase/get-recording.ts";
import { listRecordings } from "./usecase/list-recordings.ts";
import { renameRecording } from "./usecase/rename-recording.ts";
import { sealRecording } from "./usecase/seal-recording.ts";

declare const console: { log(line: string): void };

const signGet = async () => ({ url: "https://bucket.example/", expiresAt: "2026-11-23T08:20:30Z" });
const ports = { ...storedRecording(3), readUrlSigner: { signGet } };
const parse = (over: object) => sealRecordingInput.safeParse({ ...toSeal, ...over });

const first = sealRecordingInput.parse({ ...toSeal, segments: segments(2), note: "Grüße" });
const sealed = await sealRecording(first, identity, ports);
const extended = await sealRecording(sealRecordingInput.parse(toSeal), identity, ports);
const page = await listRecordings({ limit: 1 }, identity, ports);
const listed = recordingPage.parse(page).recordings[0];
const played = await getRecording({ recordingId, firstSequence: 0 }, identity, ports);
const got = whatToPlay.parse(played);
const rename = renameRecordingInput.parse({ recordingId, title: "new" });
const renamed = recordingSummary.parse(await renameRecording(rename, identity, ports));

const notes: readonly (string | undefined)[] = [
  sealed.note,
  extended.note,
  listed?.note,
  got.state === "sealed" ? got.note : undefined,
  renamed.note,
];
const refused = parse({ note: "é".repeat(400) }).error?.issues.map(({ message }) => message);
console.log(JSON.stringify({ notes, refused, stored: ports.store.objects.size }));
`;

test("a row reaches the manifest, the list, what is played and the answer of a rename", async () => {
  await replace("core/src/recording-texts.ts", "  title: {", `  ${ROW}\n  title: {`);
  await write("core/src/added-text.ts", PROGRAM);
  expect(await compileWeb()).toEqual({ code: 0, output: "" });
  const { code, output } = await run("core/src/added-text.ts");
  expect({ code, output: JSON.parse(output) as unknown }).toEqual({
    code: 0,
    output: {
      notes: ["Grüße", "Grüße", "Grüße", "Grüße", "Grüße"],
      refused: ["must take at most 1200 bytes of S3's metadata, percent-encoded, got 2400"],
      stored: 4,
    },
  });
});
