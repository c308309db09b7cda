import { For } from "solid-js";
import type { Microphone } from "@tapedeck/recorder";

/** An empty `value` leaves the choice to the browser. */
export function MicrophonePicker(props: {
  microphones: readonly Microphone[];
  value: string;
  disabled: boolean;
  onChange: (deviceId: string) => void;
}) {
  const known = () => props.microphones.some(({ deviceId }) => deviceId === props.value);
  return (
    <label class="field">
      <span>Microphone</span>
      <select
        disabled={props.disabled}
        value={known() ? props.value : ""}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        <option value="">The browser’s choice</option>
        <For each={props.microphones}>
          {(microphone, index) => (
            <option value={microphone.deviceId} selected={microphone.deviceId === props.value}>
              {microphone.label || `Microphone ${index() + 1}`}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}
