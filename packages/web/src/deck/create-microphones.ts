// The list of microphones; it follows devices that are connected and removed.
import { createSignal, onCleanup, type Accessor } from "solid-js";
import { listMicrophones, onMicrophonesChange, type Microphone } from "@tapedeck/recorder";

/** Empty until the person has allowed the microphone once: browsers hide the names until then. */
export function createMicrophones(): {
  microphones: Accessor<readonly Microphone[]>;
  refresh: () => void;
} {
  const [microphones, setMicrophones] = createSignal<readonly Microphone[]>([]);
  const refresh = () => {
    // A browser that refuses the list can still record with its own choice.
    listMicrophones().then(setMicrophones, () => setMicrophones([]));
  };
  if ("mediaDevices" in navigator) {
    refresh();
    onCleanup(onMicrophonesChange(refresh));
  }
  return { microphones, refresh };
}
