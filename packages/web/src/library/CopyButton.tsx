import { createSignal, Show } from "solid-js";
import { RoomIcon } from "../design/RoomIcon.tsx";

export function CopyButton(props: { label: string; copied: string; text: string }) {
  const [isCopied, setCopied] = createSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setCopied(true);
    } catch {
      // The browser refuses; the text can still be selected.
    }
  };
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={props.label}
        onClick={() => void copy()}
      >
        <RoomIcon name={isCopied() ? "check" : "copy"} />
      </button>
      <span class="vh" role="status">
        <Show when={isCopied()}>{props.copied}</Show>
      </span>
    </>
  );
}
