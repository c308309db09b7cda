import { Show } from "solid-js";
import { formatNumber } from "../text/intl.ts";

/** By name, the paths of the design's symbols, in a square of 24. */
const FILLED = {
  play: "M8 5.4v13.2c0 .6.7 1 1.2.7l10.2-6.6a.8.8 0 0 0 0-1.4L9.2 4.7C8.7 4.4 8 4.8 8 5.4z",
  pause: "M7 5.5h3.2v13H7zM13.8 5.5H17v13h-3.2z",
} as const;
const DRAWN = {
  back15: "M4.6 12.5a7.5 7.5 0 1 0 2.3-5.4L4.8 9M4.5 4.8V9h4.2",
  forward15: "M19.4 12.5a7.5 7.5 0 1 1-2.3-5.4L19.2 9M19.5 4.8V9h-4.2",
  gap: "M3 12h3M18 12h3M8.5 8.5v7M15.5 8.5v7",
  grow: "m6 14.5 6-6 6 6",
  close: "m6 6 12 12M18 6 6 18",
} as const;

type Name = keyof typeof FILLED | keyof typeof DRAWN;

/** A picture on a button, which carries the name. */
export function Icon(props: { name: Name }) {
  const paths: Readonly<Record<Name, string>> = { ...FILLED, ...DRAWN };
  return (
    <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[props.name]} class={props.name in FILLED ? "filled" : undefined} />
      <Show when={props.name.endsWith("15")}>
        <text x="12" y="15.2">
          {formatNumber(15)}
        </text>
      </Show>
    </svg>
  );
}
