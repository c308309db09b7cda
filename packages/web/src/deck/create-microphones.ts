// The microphones of this device, and whether the person has allowed one before.
import { createSignal, onCleanup, type Accessor } from "solid-js";
import { listMicrophones, onMicrophonesChange, type Microphone } from "@tapedeck/recorder";
import { createPreference } from "../settings/create-preference.ts";

export interface Microphones {
  /** Empty until the person has allowed the microphone once: browsers hide the names until then. */
  readonly list: Accessor<readonly Microphone[]>;
  /** Nobody has allowed one here, as far as the page knows: the deck asks before the first recording. */
  readonly isNew: Accessor<boolean>;
  /** A microphone was opened: there may be names now. */
  readonly refresh: () => void;
}

export function createMicrophones(): Microphones {
  const [list, setList] = createSignal<readonly Microphone[]>([]);
  // Remembered, because the browser's answer comes only after the deck is drawn.
  const [wasAllowed, setAllowed] = createPreference("microphoneAllowed", "no", (text) =>
    text === "yes" ? text : undefined,
  );
  const [permission, setPermission] = createSignal<PermissionState>();
  const refresh = () => {
    // A browser that refuses the list can still record with its own choice.
    listMicrophones().then(
      (found) => {
        setList(found);
        if (found.some(({ label }) => label !== "")) setAllowed("yes");
      },
      () => setList([]),
    );
  };
  if ("mediaDevices" in navigator) {
    refresh();
    onCleanup(onMicrophonesChange(refresh));
    watchPermission(setPermission);
  }
  return {
    list,
    isNew: () => permission() !== "denied" && permission() !== "granted" && wasAllowed() === "no",
    refresh,
  };
}

/** Firefox and older Safari tell nothing. */
function watchPermission(onState: (state: PermissionState) => void): void {
  const name = "microphone" as PermissionName;
  navigator.permissions?.query({ name }).then(
    (status) => {
      onState(status.state);
      status.onchange = () => onState(status.state);
    },
    () => undefined,
  );
}
