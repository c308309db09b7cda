// Makes files of a recording beside the page, which ends the worker after its last answer.
import { copyFile } from "./copy-file.ts";
import { copyToOgg } from "./copy-packets.ts";
import { ENCODINGS, encodeSound } from "./encode-sound.ts";
import type { FormatId } from "./formats.ts";
import { removePartFiles } from "./part-file.ts";
import { createRangeReader } from "./range-reader.ts";
import { openSoundInput } from "./sound-input.ts";
import type { ConvertAnswer, ConvertOrder, SoundFile } from "./worker-protocol.ts";

const tell = (answer: ConvertAnswer) => postMessage(answer);
const reader = createRangeReader({
  onFailure: (failures) => tell({ kind: "renew", failures }),
  onRecovery: () => tell({ kind: "renewed" }),
});

async function convert(file: SoundFile, format: FormatId): Promise<readonly Blob[]> {
  const onProgress = (share: number) => tell({ kind: "progress", share });
  if (file.kind === "url") {
    reader.useUrl(file.url);
    if (format === "webm") return copyFile(file.sizeBytes, reader.read, onProgress);
  }
  const sound = await openSoundInput(file, reader.read);
  try {
    if (format !== "wav" && format !== "m4a") return await copyToOgg(sound, onProgress);
    return await encodeSound(sound, ENCODINGS[format], onProgress);
  } finally {
    sound.close();
  }
}

const fail = () => void removePartFiles().finally(() => tell({ kind: "failed" }));

addEventListener("message", ({ data }: MessageEvent<ConvertOrder>) => {
  if (data.kind === "url") reader.useUrl(data.url);
  else if (data.kind === "cancel") fail();
  else convert(data.file, data.format).then((files) => tell({ kind: "done", files }), fail);
});
