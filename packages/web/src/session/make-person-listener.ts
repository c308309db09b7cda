// Tells when another tab has signed in or out: it remembers or forgets a person then, and the browser
// tells every tab but that one.
import { onCleanup } from "solid-js";
import { PERSON_KEY } from "./known-person.ts";

export function makePersonListener(listener: () => void): void {
  const onStorage = ({ key }: StorageEvent) => {
    // No key: everything was cleared.
    if (key === PERSON_KEY || key === null) listener();
  };
  addEventListener("storage", onStorage);
  onCleanup(() => removeEventListener("storage", onStorage));
}
