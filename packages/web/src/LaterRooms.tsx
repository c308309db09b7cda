import { createResource, Match, Switch } from "solid-js";
import type { Microphone, RecorderSnapshot } from "@tapedeck/recorder";
import type { Levels } from "./deck/levels.ts";
import type { Settings } from "./settings/create-settings.ts";

/** What the person has opened beside the deck and the library. */
export type LaterRoom =
  | { readonly kind: "shortcuts" }
  /** `opener`: what had the focus before. */
  | { readonly kind: "settings"; readonly opener: Element | null }
  /** `key`: the button that opened the list. */
  | { readonly kind: "microphones"; readonly key: HTMLElement };

/**
 * The rooms that no recording needs. Their code comes once the page is drawn, because the network may be gone when
 * a person opens one.
 */
export function LaterRooms(props: {
  room: LaterRoom | undefined;
  settings: Settings;
  microphones: readonly Microphone[];
  storage: RecorderSnapshot["storage"];
  levels: Levels;
  isRecording: boolean;
  onMicrophone: (deviceId: string) => void;
  onClose: () => void;
}) {
  const [menu] = createResource(() => import("./deck/MicrophoneMenu.tsx"));
  const [settings] = createResource(() => import("./settings/Settings.tsx"));
  const [shortcuts] = createResource(() => import("./settings/ShortcutsDialog.tsx"));
  const key = () => (props.room?.kind === "microphones" ? props.room.key : undefined);
  const isOpen = (kind: LaterRoom["kind"]) => props.room?.kind === kind;
  return (
    <Switch>
      <Match when={isOpen("settings") && settings.latest} keyed>
        {({ Settings: Page }) => (
          <Page
            settings={props.settings}
            microphones={props.microphones}
            storage={props.storage}
            onBack={() => props.onClose()}
          />
        )}
      </Match>
      <Match when={isOpen("shortcuts") && shortcuts.latest} keyed>
        {({ ShortcutsDialog }) => (
          <ShortcutsDialog settings={props.settings} onClose={() => props.onClose()} />
        )}
      </Match>
      <Match when={menu.latest && key()} keyed>
        {(button) => {
          const { MicrophoneMenu } = menu.latest ?? {};
          return (
            MicrophoneMenu && (
              <MicrophoneMenu
                microphones={props.microphones}
                chosenId={props.settings.deviceId.value()}
                isRecording={props.isRecording}
                levels={props.levels}
                button={button}
                onChoose={props.onMicrophone}
                onClose={() => props.onClose()}
              />
            )
          );
        }}
      </Match>
    </Switch>
  );
}
