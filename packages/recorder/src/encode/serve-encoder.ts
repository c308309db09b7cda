// The worker's side of a recording: opens the journal, starts the encoding, dispatches messages. It runs off
// the window's thread, so neither a busy page nor a hidden tab delays sound.
import { toAppError } from "@tapedeck/core/errors";
import { startEncoding, type Encoding } from "./encoding.ts";
import { openJournalStorage } from "../journal/choose-files.ts";
import { createRecordingJournal } from "../journal/recording-journal.ts";
import { sha256Base64 } from "../sha256.ts";
import type { FromWorker, StartEncoding, ToWorker } from "./worker-protocol.ts";

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

async function open(request: StartEncoding): Promise<Encoding | undefined> {
  try {
    const { files, records } = await openJournalStorage();
    const journal = await createRecordingJournal({
      ...request,
      files,
      records,
      sha256: sha256Base64,
    });
    post({ kind: "opened", recording: journal.record() });
    const now = () => ({ monotonicMs: performance.now(), wallMs: Date.now() });
    return startEncoding(request, { journal, files, now, post });
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    post({ kind: "failed", code, message });
    post({ kind: "finished", sampleCount: 0, recording: undefined });
    return undefined;
  }
}

/** For the worker's entry. The worker serves one recording. */
export function serveEncoder(): void {
  /** Messages wait for it while the journal opens. */
  let opening: Promise<Encoding | undefined> | undefined;
  self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data.kind === "start") {
      opening = open(data);
      return;
    }
    void opening?.then((encoding) => {
      if (data.kind === "server-time") encoding?.serverTime(data.time);
      else if (data.kind === "source") encoding?.read(data.source);
      else encoding?.[data.kind]();
    });
  };
}
