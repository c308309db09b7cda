// Whether the browser believes that there is a network.
import { createSignal, onCleanup, type Accessor } from "solid-js";

export function createOnline(): Accessor<boolean> {
  const [isOnline, setOnline] = createSignal(navigator.onLine);
  const update = () => setOnline(navigator.onLine);
  addEventListener("online", update);
  addEventListener("offline", update);
  onCleanup(() => {
    removeEventListener("online", update);
    removeEventListener("offline", update);
  });
  return isOnline;
}
