import { createSignal, Show } from "solid-js";
import { Icon } from "../design/Icon.tsx";

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
        <Icon name={isCopied() ? "check" : "copy"} />
      </button>
      <span class="vh" role="status">
        <Show when={isCopied()}>{props.copied}</Show>
      </span>
    </>
  );
}
