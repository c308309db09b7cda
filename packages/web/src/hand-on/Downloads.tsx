import { createEffect, createResource, createSignal, Show } from "solid-js";
import { usePlayer } from "../player/player.ts";
import { createHandOn } from "./create-hand-on.ts";
import { encodesAac, offeredFormats, type Format } from "./formats.ts";
import { RoomIcon } from "../design/RoomIcon.tsx";
import { FormatMenu } from "./FormatMenu.tsx";
import { HandOnProgress } from "./HandOnProgress.tsx";
import styles from "./hand-on.css?inline";
import { adoptStyles } from "../design/adopt-styles.ts";
import { canShareFiles } from "./save-files.ts";
import { handOnWords } from "#words/hand-on";

/** Gives a recording out of the app: as a file on this device, or by the device's share sheet. */
export function Downloads(props: {
  recordingId: string;
  title?: string | undefined;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** Its menu is open, or it tells of a file: it must not be taken away. */
  onInUse: (isInUse: boolean) => void;
}) {
  adoptStyles(styles);
  const [isOpen, setOpen] = createSignal(false);
  const [canEncodeAac] = createResource(encodesAac);
  const formats = () => offeredFormats(canEncodeAac() === true);
  const handOn = createHandOn(usePlayer(), () => ({
    recordingId: props.recordingId,
    title: props.title,
    startedAtMs: Date.parse(props.startedAt),
  }));
  createEffect(() => props.onInUse(isOpen() || handOn.state().kind !== "idle"));
  let button: HTMLButtonElement | undefined;
  const close = () => {
    setOpen(false);
    button?.focus();
  };
  const choose = (format: Format) => {
    // First: a moment between menu and file would be one out of use.
    void handOn.save(format);
    close();
  };
  /** What the most programs of the person's contacts can play. */
  const toShare = () => formats().find(({ id }) => id === "m4a") ?? formats()[0];
  return (
    <div class="hand-on">
      <button
        ref={(element) => (button = element)}
        type="button"
        class="hand-on-key"
        aria-haspopup="menu"
        aria-expanded={isOpen()}
        onClick={() => setOpen(!isOpen())}
      >
        <RoomIcon name="download" /> {handOnWords.download}
      </button>
      <Show when={canShareFiles() && toShare()}>
        {(format) => (
          <button type="button" class="hand-on-key" onClick={() => void handOn.share(format())}>
            <RoomIcon name="share" /> {handOnWords.share}
          </button>
        )}
      </Show>
      <Show when={isOpen()}>
        <FormatMenu formats={formats()} onChoose={choose} onClose={close} />
      </Show>
      <HandOnProgress state={handOn.state()} onCancel={() => handOn.cancel()} />
    </div>
  );
}
