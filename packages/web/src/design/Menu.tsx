import { createEffect, For, Show } from "solid-js";
import { adoptStyles } from "./adopt-styles.ts";
import { RoomIcon, type IconName } from "./RoomIcon.tsx";
import type { ShownUsage } from "../library/shown-usage.ts";
import styles from "./menu.css?inline";
import { UsageMeter } from "./UsageMeter.tsx";

/** One menu is open at a time. */
const USAGE_ID = "menu-usage";

export interface MenuItem {
  readonly icon: IconName;
  readonly word: string;
  readonly isDanger?: boolean;
  readonly act: () => void;
}

/** Beside its button on a desktop, a sheet from the bottom on a phone. Escape and a click elsewhere close it. */
export function Menu(props: {
  title: string;
  subtitle?: string | undefined;
  /** What the person has stored. */
  usage?: ShownUsage | undefined;
  items: readonly MenuItem[];
  /** The button that opened it: it gets the focus back. */
  button: HTMLElement;
  onClose: () => void;
}) {
  adoptStyles(styles);
  let menu: HTMLDivElement | undefined;
  const buttons = () => [...(menu?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  createEffect(() => {
    if (menu === undefined) return;
    const { bottom, right } = props.button.getBoundingClientRect();
    menu.showPopover();
    const isAbove = bottom + menu.offsetHeight > innerHeight;
    const top = isAbove ? innerHeight - menu.offsetHeight - 8 : bottom;
    menu.style.setProperty("--menu-top", `${top}px`);
    menu.style.setProperty("--menu-left", `${Math.max(8, right - menu.offsetWidth)}px`);
    buttons()[0]?.focus();
  });
  const move = (by: number) => {
    const all = buttons();
    const index = all.indexOf(document.activeElement as HTMLElement);
    all[(index + by + all.length) % all.length]?.focus();
  };
  const KEYS: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Home: () => buttons()[0]?.focus(),
    End: () => buttons().at(-1)?.focus(),
    Tab: () => menu?.hidePopover(),
  };
  return (
    <div
      ref={(element) => {
        menu = element;
      }}
      class="menu"
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={props.title}
      aria-describedby={props.usage && USAGE_ID}
      onToggle={(event) => {
        if (event.newState === "closed") props.onClose();
      }}
      onKeyDown={(event) => {
        const act = KEYS[event.key];
        if (act === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      }}
    >
      <p class="menu-head" aria-hidden="true">
        <bdi>{props.title}</bdi>
        <Show when={props.subtitle}>
          <small>{props.subtitle}</small>
        </Show>
      </p>
      <Show when={props.usage}>{(usage) => <UsageMeter id={USAGE_ID} usage={usage()} />}</Show>
      <For each={props.items}>
        {(item) => (
          <button
            type="button"
            role="menuitem"
            classList={{ danger: item.isDanger === true }}
            onClick={() => {
              props.button.focus();
              menu?.hidePopover();
              item.act();
            }}
          >
            <RoomIcon name={item.icon} /> {item.word}
          </button>
        )}
      </For>
    </div>
  );
}
