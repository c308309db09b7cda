import { createUniqueId, For, type JSX } from "solid-js";
import type { Setting } from "./create-settings.ts";

/** A few values, of which one is chosen. */
export function Choice<Value extends string | number>(props: {
  title: string;
  hint?: string;
  setting: Setting<Value>;
  choices: readonly (readonly [Value, string])[];
  children?: JSX.Element;
}) {
  const id = createUniqueId();
  return (
    <div class="set">
      <div>
        <p id={id}>{props.title}</p>
        {props.hint && <small class="num">{props.hint}</small>}
      </div>
      <div class="seg" role="radiogroup" aria-labelledby={id}>
        <For each={props.choices}>
          {([value, word]) => (
            <label>
              <input
                type="radio"
                name={id}
                checked={props.setting.value() === value}
                onChange={() => props.setting.choose(value)}
              />
              <span class="num">{word}</span>
            </label>
          )}
        </For>
      </div>
      {props.children}
    </div>
  );
}

export function Switch(props: { setting: Setting<"on" | "off">; label: string }) {
  const isOn = () => props.setting.value() === "on";
  return (
    <button
      type="button"
      class="switch"
      role="switch"
      aria-checked={isOn()}
      aria-label={props.label}
      onClick={() => props.setting.choose(isOn() ? "off" : "on")}
    >
      <span />
    </button>
  );
}
