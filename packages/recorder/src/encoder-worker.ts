// The worker's entry: dispatches messages, and is the one place that picks the journal. It does its
// work off the window's thread, so that neither a busy page nor a hidden tab delays sound.
import { startEncoding, type Encoding } from "./encoding.ts";
import { journalNone } from "./journal-none.ts";
import type { FromWorker, ToWorker } from "./worker-protocol.ts";

let encoding: Encoding | undefined;

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case "start":
      encoding = startEncoding(data, { journal: journalNone, post });
      return;
    case "pause":
      encoding?.pause();
      return;
    case "resume":
      encoding?.resume();
      return;
    case "stop":
      encoding?.stop();
      return;
  }
};
