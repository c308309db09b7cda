// Joins segments beside the page, which stays smooth meanwhile. The port to core's join.
import { joinSegments } from "@tapedeck/core/webm/join";

export interface JoinAnswer {
  readonly joined?: Blob;
  readonly error?: string;
}

addEventListener("message", ({ data }: MessageEvent<readonly Uint8Array[]>) => {
  postMessage(answerTo(data));
});

function answerTo(files: readonly Uint8Array[]): JoinAnswer {
  try {
    return { joined: new Blob([joinSegments(files)], { type: "audio/webm" }) };
  } catch (thrown) {
    return { error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
