// Saves what this device holds of recordings as downloads of the browser: also offline, and after a sign-out.
import { createSignal, type Accessor } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { toAppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import type { Recorder } from "@tapedeck/recorder";
import { download } from "./download.ts";

/** What became of the last copies; `none`: this device holds nothing of the recordings. */
export type CopyNews = "saved" | "none" | ErrorCode;

export interface Copies {
  /** Nothing until a person has asked for copies. */
  readonly news: Accessor<CopyNews | undefined>;
  /** Rejects nothing: the news tell of a failure. A recording that cannot be read keeps none of the others back. */
  save(recordingIds: readonly RecordingId[]): Promise<void>;
}

export function createCopies(recorder: Pick<Recorder, "deviceCopies">): Copies {
  const [news, setNews] = createSignal<CopyNews>();
  return {
    news,
    async save(recordingIds) {
      let count = 0;
      let failure: ErrorCode | undefined;
      const save = async (recordingId: RecordingId) => {
        try {
          for (const { name, bytes } of await recorder.deviceCopies(recordingId)) {
            download(name, bytes);
            count += 1;
          }
        } catch (thrown) {
          failure = toAppError(thrown).code;
        }
      };
      await Promise.all(recordingIds.map(save));
      setNews(failure ?? (count === 0 ? "none" : "saved"));
    },
  };
}

/** Why a copy is missing. */
export function copyFailure(news: CopyNews | undefined): ErrorCode | undefined {
  return news === "saved" || news === "none" ? undefined : news;
}
