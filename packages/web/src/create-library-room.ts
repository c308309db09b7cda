// Loads the library once the deck is there, so that it never delays a recording.
import { createSignal, onMount, type Accessor } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { Library } from "./library/Library.tsx";

interface Room {
  readonly Library: typeof Library;
}

/** @returns the room; or why it did not come: the app was updated since, or the network is away */
export function createLibraryRoom(): Accessor<Room | { readonly code: ErrorCode } | undefined> {
  const [room, setRoom] = createSignal<Room | { readonly code: ErrorCode }>();
  onMount(() => {
    import("./library/Library.tsx").then(setRoom, () => setRoom({ code: "APP_INCOMPLETE" }));
  });
  return room;
}
