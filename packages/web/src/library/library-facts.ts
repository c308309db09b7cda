// What the deck knows of the library, once its code has come.
import type { ShownUsage } from "./shown-usage.ts";

export interface LibraryFacts {
  /** Recordings that are wholly in the bucket; nothing as long as the list is not read to its end. */
  storedCount(): number | undefined;
  /** Recordings that another device has begun and not finished. */
  elsewhereCount(): number;
  /** The newest that can be heard. */
  lastPlayableId(): string | undefined;
  /** What the list calls a recording without a name of its own. */
  automaticNameOf(id: string): string | undefined;
  /** What the person has stored; nothing as long as the server has not said it. */
  usage(): ShownUsage | undefined;
  /** It is deleted, or about to be. */
  isRemoved(id: string): boolean;
}
