// What a person is doing with a recording's file: nothing, making one, or having been told why it failed.
import { createSignal, onCleanup, type Accessor } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { PlayerRoom } from "../player/player.ts";
import { fileName } from "./file-name.ts";
import type { Format } from "./formats.ts";
import { makeFiles, type FileOrder } from "./make-files.ts";
import { removeOldParts } from "./remove-old-parts.ts";
import { saveFile, saveUrl, shareFile } from "./save-files.ts";
import { handOnWords } from "#words/hand-on";

export type HandOnState =
  | { readonly kind: "idle" }
  /** @property share - 0 to 1 */
  | {
      readonly kind: "making";
      readonly format: Format;
      readonly share: number;
      /** For the network. */
      readonly isWaiting: boolean;
    }
  | { readonly kind: "failed"; readonly code: ErrorCode };

export interface HandOn {
  readonly state: Accessor<HandOnState>;
  save(format: Format): Promise<void>;
  share(format: Format): Promise<void>;
  cancel(): void;
}

/** What becomes of the files. */
interface Use extends Pick<FileOrder, "takesUrl"> {
  readonly hand: (files: readonly Blob[] | URL) => Promise<void> | void;
}

export interface NamedRecording {
  readonly recordingId: string;
  readonly title: string | undefined;
  readonly startedAtMs: number;
}

/** @param recording - asked anew for each file: a person may rename it */
export function createHandOn(
  player: { readonly load: () => Promise<Pick<PlayerRoom, "sounds"> | undefined> },
  recording: () => NamedRecording,
): HandOn {
  const [state, setState] = createSignal<HandOnState>({ kind: "idle" });
  let controller = new AbortController();

  async function run(format: Format, { takesUrl, hand }: Use): Promise<void> {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    let made = { share: 0, isWaiting: false };
    const show = (change: Partial<typeof made>) => {
      made = { ...made, ...change };
      if (!signal.aborted) setState({ kind: "making", format, ...made });
    };
    show({});
    try {
      await removeOldParts(Date.now());
      const sounds = (await player.load())?.sounds;
      if (!sounds) throw new AppError("APP_INCOMPLETE", "The code that reads sound did not come.");
      const { recordingId } = recording();
      const onProgress = (share: number) => show({ share });
      const onWait = (isWaiting: boolean) => show({ isWaiting });
      const order = { recordingId, format, takesUrl, sounds, signal, onProgress, onWait };
      const files = await makeFiles(order);
      signal.throwIfAborted();
      await hand(files);
      if (!signal.aborted) setState({ kind: "idle" });
    } catch (thrown) {
      if (!signal.aborted) setState({ kind: "failed", code: toAppError(thrown).code });
    }
  }

  const nameOf = (ending: string) => {
    const { startedAtMs, title } = recording();
    return fileName(startedAtMs, title, ending);
  };
  const cancel = () => {
    controller.abort();
    setState({ kind: "idle" });
  };

  onCleanup(() => controller.abort());
  return {
    state,
    cancel,
    save: (format) =>
      run(format, {
        takesUrl: true,
        hand: (files) => {
          const { ending } = format;
          if (files instanceof URL) saveUrl(files.href, nameOf(ending));
          else if (files.length === 1 && files[0]) saveFile(nameOf(ending), files[0]);
          else
            files.forEach((file, n) =>
              saveFile(nameOf(`${handOnWords.part(String(n + 1))}${ending}`), file),
            );
        },
      }),
    share: (format) =>
      run(format, {
        takesUrl: false,
        hand: async (files) => {
          const file = files instanceof URL ? undefined : files[0];
          if (file) await shareFile(nameOf(format.ending), file, format.type);
        },
      }),
  };
}
