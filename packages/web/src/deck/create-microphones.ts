// The microphones to choose from, as they come and go.
import { createSignal, onCleanup, type Accessor } from "solid-js";
import {
  listMicrophones,
  onMicrophonesChange,
  type Microphone,
} from "@tapedeck/recorder/capture/microphone";

/** Empty until the person has allowed the microphone once: browsers hide the names before. */
export function createMicrophones(): {
  microphones: Accessor<readonly Microphone[]>;
  refresh: () => void;
} {
  const [microphones, setMicrophones] = createSignal<readonly Microphone[]>([]);
  const refresh = () => {
    // A browser that will not list them still records with its own choice.
    listMicrophones().then(setMicrophones, () => setMicrophones([]));
  };
  if ("mediaDevices" in navigator) {
    refresh();
    onCleanup(onMicrophonesChange(refresh));
  }
  return { microphones, refresh };
}
