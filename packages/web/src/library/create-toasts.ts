// One sentence at a time, about something that has just happened. It goes away by itself.
import { createSignal, onCleanup, type Accessor } from "solid-js";

export interface Toast {
  readonly text: string;
  /** What the person may take back, while the toast is there. */
  readonly undo?: () => void;
}

export interface Toasts {
  readonly toast: Accessor<Toast | undefined>;
  /** @param lastsMs - default 6 s */
  show(toast: Toast, lastsMs?: number): void;
  /** The time stands still while the pointer or the focus is on the toast. */
  hold(isHeld: boolean): void;
  readonly isHeld: Accessor<boolean>;
  close(): void;
}

const TICK_MS = 250;
const LASTS_MS = 6_000;

export function createToasts(): Toasts {
  const [toast, setToast] = createSignal<Toast>();
  const [isHeld, hold] = createSignal(false);
  let leftMs = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function close(): void {
    clearInterval(timer);
    timer = undefined;
    hold(false);
    setToast(undefined);
  }
  onCleanup(close);

  return {
    toast,
    isHeld,
    hold,
    close,
    show(next, lastsMs = LASTS_MS) {
      close();
      leftMs = lastsMs;
      setToast(next);
      let lastMs = performance.now();
      timer = setInterval(() => {
        const now = performance.now();
        if (!isHeld()) leftMs -= now - lastMs;
        lastMs = now;
        if (leftMs <= 0) close();
      }, TICK_MS);
    },
  };
}
