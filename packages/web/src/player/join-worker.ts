// Joins segments beside the page, which stays smooth meanwhile. The port to core's join.
import { joinSegments } from "@tapedeck/core/webm/join";

export interface JoinOrder {
  /** In order. */
  readonly files: readonly Uint8Array<ArrayBuffer>[];
  /** Places in that list before which segments are missing. */
  readonly afterHoles: ReadonlySet<number>;
}

export interface JoinAnswer {
  readonly joined?: Blob;
  readonly error?: string;
}

addEventListener("message", ({ data }: MessageEvent<JoinOrder>) => {
  postMessage(answerTo(data));
});

function answerTo({ files, afterHoles }: JoinOrder): JoinAnswer {
  try {
    return { joined: new Blob([joinSegments(files, afterHoles)], { type: "audio/webm" }) };
  } catch (thrown) {
    return { error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
