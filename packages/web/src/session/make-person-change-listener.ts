// Calls back when another tab signs in or out: that tab stores or removes the known person, and the browser
// sends a storage event to every other tab.
import { onCleanup } from "solid-js";
import { PERSON_KEY } from "./known-person.ts";

export function makePersonChangeListener(listener: () => void): void {
  const onStorage = ({ key }: StorageEvent) => {
    // A null key means that all of local storage was cleared.
    if (key === PERSON_KEY || key === null) listener();
  };
  addEventListener("storage", onStorage);
  onCleanup(() => removeEventListener("storage", onStorage));
}
