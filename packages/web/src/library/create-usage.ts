// What the person has stored. Not kept on the device: an old figure would warn of a limit that the owner has raised
// since, or of none.
import { createEffect, createMemo, createSignal, onCleanup, type Accessor } from "solid-js";
import type { Usage } from "@tapedeck/core/contract";
import { createUsageQuestion } from "./ask-usage.ts";
import { shownUsage, type ShownUsage } from "./shown-usage.ts";

/** @returns nothing until the first answer; later the last one */
export function createUsage(ports: {
  /** @throws {AppError} by its code */
  readonly read: () => Promise<Usage>;
  /** There is a network, and nothing more urgent to ask. Each time that this becomes true is a reason to ask. */
  readonly mayAsk: Accessor<boolean>;
  /** Each new value is a reason too. */
  readonly news: Accessor<unknown>;
  /** There is room again. */
  readonly onRoom: () => void;
}): Accessor<ShownUsage | undefined> {
  const [usage, setUsage] = createSignal<Usage>();
  const question = createUsageQuestion({
    read: ports.read,
    onAnswer: setUsage,
    onRoom: ports.onRoom,
  });
  const [mayAsk, news] = [createMemo(ports.mayAsk), createMemo(ports.news)];
  createEffect(() => {
    news();
    if (mayAsk()) void question.ask();
  });
  onCleanup(() => question.dispose());
  return createMemo(() => {
    const stored = usage();
    return stored && shownUsage(stored);
  });
}
