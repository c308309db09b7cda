// A setting that this browser remembers.
import { createSignal, type Accessor } from "solid-js";

/**
 * Starts with the stored value if `parse` accepts it. Storing may fail (private window, full disk); the
 * setting then lasts as long as the page.
 */
export function createPreference<T extends string | number>(
  name: string,
  fallback: T,
  parse: (text: string) => T | undefined,
): [Accessor<T>, (value: T) => void] {
  const key = `tapedeck.${name}`;
  const [value, setValue] = createSignal<T>(parse(read(key) ?? "") ?? fallback);
  return [
    value,
    (next) => {
      setValue(() => next);
      write(key, String(next));
    },
  ];
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // The setting then lasts as long as the page.
  }
}
