import { createSignal, createUniqueId, For, Show } from "solid-js";
import { nextPressedSpeed, SPEEDS } from "./speeds.ts";
import { formatNumber } from "../text/intl.ts";
import { playerWords } from "#words/player";

const times = (speed: number) => playerWords.times(formatNumber(speed));

/** So long a press is a hold. */
const HOLD_MS = 500;

/** A press takes the next usual speed; a hold, or ArrowDown, offers all of them. */
export function SpeedButton(props: { speed: number; onChange: (speed: number) => void }) {
  const [isOpen, setOpen] = createSignal(false);
  const menuId = createUniqueId();
  let button: HTMLButtonElement | undefined;
  let menu: HTMLDivElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasHeld = false;
  const open = () => {
    setOpen(true);
    menu?.querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
  };
  const close = () => {
    setOpen(false);
    button?.focus();
  };
  const onButtonKey = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    event.stopPropagation();
    open();
  };
  const onMenuKey = (event: KeyboardEvent) => {
    const items = [...(menu?.querySelectorAll<HTMLElement>("button") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Escape" || event.key === "Tab") close();
    else if (event.key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (event.key === "ArrowUp") items.at(at - 1)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="speed">
      <button
        ref={(element) => {
          button = element;
          // A listener of the element itself, because Solid's come after that of the player around it, for which
          // ArrowDown is a step back.
          element.addEventListener("keydown", onButtonKey);
        }}
        type="button"
        class="text-button num"
        aria-label={playerWords.speed(times(props.speed))}
        aria-haspopup="menu"
        aria-expanded={isOpen()}
        aria-controls={menuId}
        onPointerDown={() => {
          wasHeld = false;
          timer = setTimeout(() => {
            wasHeld = true;
            open();
          }, HOLD_MS);
        }}
        onPointerUp={() => clearTimeout(timer)}
        onPointerLeave={() => clearTimeout(timer)}
        onClick={() => {
          if (!wasHeld) props.onChange(nextPressedSpeed(props.speed));
          wasHeld = false;
        }}
      >
        {times(props.speed)}
      </button>
      <Show when={isOpen()}>
        <div
          ref={(element) => {
            menu = element;
            element.addEventListener("keydown", onMenuKey);
          }}
          id={menuId}
          class="speed-menu"
          role="menu"
          tabindex="-1"
        >
          <For each={SPEEDS}>
            {(speed) => (
              <button
                type="button"
                role="menuitemradio"
                class="num"
                aria-checked={speed === props.speed}
                onClick={() => {
                  props.onChange(speed);
                  close();
                }}
              >
                {times(speed)}
              </button>
            )}
          </For>
        </div>
      </Show>
    </div>
  );
}
