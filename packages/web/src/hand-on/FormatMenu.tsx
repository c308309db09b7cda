import { createSignal, For, onMount } from "solid-js";
import type { Format } from "./formats.ts";
import { handOnWords } from "#words/hand-on";

/** The files that can be made; the focus is held in it until it closes. */
export function FormatMenu(props: {
  formats: readonly Format[];
  onChoose: (format: Format) => void;
  onClose: () => void;
}) {
  let menu: HTMLDivElement | undefined;
  /** There is no room for it below its button, and there is above. */
  const [isAbove, setAbove] = createSignal(false);
  const onKey = (event: KeyboardEvent) => {
    const items = [...(menu?.querySelectorAll<HTMLElement>("button") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Escape" || event.key === "Tab") props.onClose();
    else if (event.key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (event.key === "ArrowUp") items.at(at - 1)?.focus();
    else if (event.key === "Home") items[0]?.focus();
    else if (event.key === "End") items.at(-1)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  onMount(() => {
    if (menu === undefined) return;
    const { bottom, height } = menu.getBoundingClientRect();
    const keysTop = menu.offsetParent?.getBoundingClientRect().top ?? 0;
    setAbove(bottom > innerHeight && keysTop > height);
    menu.querySelector("button")?.focus({ preventScroll: true });
  });
  return (
    <>
      <div class="hand-on-scrim" aria-hidden="true" onClick={() => props.onClose()} />
      <div
        ref={(element) => {
          menu = element;
          element.addEventListener("keydown", onKey);
        }}
        class="hand-on-menu"
        classList={{ above: isAbove() }}
        role="menu"
        aria-label={handOnWords.download}
        tabindex="-1"
      >
        <p class="hand-on-head">{handOnWords.download}</p>
        <For each={props.formats}>
          {(format) => (
            <button type="button" role="menuitem" onClick={() => props.onChoose(format)}>
              <b>{handOnWords.formats[format.id].name}</b>{" "}
              <span>{handOnWords.formats[format.id].note}</span>
            </button>
          )}
        </For>
        <p class="hand-on-foot">{handOnWords.foot}</p>
      </div>
    </>
  );
}
