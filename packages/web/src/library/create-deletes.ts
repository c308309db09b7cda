// Deletes that can be undone: each waits for ten seconds before it is made.
import { onCleanup } from "solid-js";
import type { KeptChanges } from "../kept-changes.ts";
import type { Toasts } from "./create-toasts.ts";
import { libraryWords } from "#words/library";

const UNDO_MS = 10_000;
const TICK_MS = 250;

export interface Deletes {
  request(id: string, name: string): void;
  /** Takes the newest one back. */
  undo(): void;
  /** This tab counts it down. */
  isCountedHere(id: string): boolean;
}

/** @param ports.onChange - a delete was requested, undone, or is due */
export function createDeletes(ports: {
  readonly kept: KeptChanges;
  readonly toasts: Toasts;
  readonly nowMs: () => number;
  readonly onChange: () => void;
  readonly onUndone: (id: string) => void;
}): Deletes {
  const { kept, toasts, nowMs } = ports;
  /** Ids, oldest first. */
  let counted: readonly string[] = [];
  let lastMs = 0;
  /** Only while one is counted down: otherwise it would wake a page that records four times a second. */
  let timer: ReturnType<typeof setInterval> | undefined;

  function count(ids: readonly string[]): void {
    counted = ids;
    if (counted.length === 0) {
      clearInterval(timer);
      timer = undefined;
    } else if (timer === undefined) {
      lastMs = nowMs();
      timer = setInterval(tick, TICK_MS);
    }
  }
  onCleanup(() => clearInterval(timer));

  function tick(): void {
    const elapsedMs = nowMs() - lastMs;
    lastMs = nowMs();
    const { deletes } = kept.read();
    // The last one has the toast, and its time stands still while the toast is held.
    const held = toasts.isHeld() ? counted.at(-1) : undefined;
    const heldDueAtMs = held === undefined ? undefined : deletes.get(held);
    if (held !== undefined && heldDueAtMs !== undefined)
      kept.setDelete(held, heldDueAtMs + elapsedMs);
    const due = counted.filter((id) => id !== held && (deletes.get(id) ?? 0) <= nowMs());
    if (due.length === 0) return;
    ports.onChange();
    count(counted.filter((id) => !due.includes(id)));
  }

  function undo(id = counted.at(-1)): void {
    if (id === undefined || !counted.includes(id)) return;
    count(counted.filter((each) => each !== id));
    kept.setDelete(id, undefined);
    toasts.close();
    ports.onChange();
    ports.onUndone(id);
  }

  return {
    request(id, name) {
      kept.setDelete(id, nowMs() + UNDO_MS);
      count([...counted, id]);
      toasts.show({ text: libraryWords.toasts.deleted(name), undo: () => undo(id) }, UNDO_MS);
      ports.onChange();
    },
    undo: () => undo(),
    isCountedHere: (id) => counted.includes(id),
  };
}
