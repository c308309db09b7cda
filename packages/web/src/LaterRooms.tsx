import { Match, Show, Switch } from "solid-js";
import type { Microphone, RecorderSnapshot } from "@tapedeck/recorder";
import { createLater } from "./design/create-later.ts";
import { Incomplete } from "./design/Incomplete.tsx";
import type { Levels } from "./deck/levels.ts";
import type { Settings } from "./settings/create-settings.ts";

/** What the person has opened beside the deck and the library. */
export type LaterRoom =
  | { readonly kind: "shortcuts" }
  /** `opener`: what had the focus before. */
  | { readonly kind: "settings"; readonly opener: Element | null }
  /** `key`: the button that opened the list. */
  | { readonly kind: "microphones"; readonly key: HTMLElement };

const loadRooms = async () => {
  const [{ MicrophoneMenu }, { Settings: Page }, { ShortcutsDialog }] = await Promise.all([
    import("./deck/MicrophoneMenu.tsx"),
    import("./settings/Settings.tsx"),
    import("./settings/ShortcutsDialog.tsx"),
  ]);
  return { MicrophoneMenu, Page, ShortcutsDialog };
};

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
  const rooms = createLater(loadRooms);
  const key = () => (props.room?.kind === "microphones" ? props.room.key : undefined);
  const isOpen = (kind: LaterRoom["kind"]) => props.room?.kind === kind;
  return (
    <Show
      when={rooms.part()}
      keyed
      fallback={
        <Show when={props.room && rooms.isMissing()}>
          <Incomplete />
        </Show>
      }
    >
      {({ MicrophoneMenu, Page, ShortcutsDialog }) => (
        <Switch>
          <Match when={isOpen("settings")}>
            <Page
              settings={props.settings}
              microphones={props.microphones}
              storage={props.storage}
              onBack={() => props.onClose()}
            />
          </Match>
          <Match when={isOpen("shortcuts")}>
            <ShortcutsDialog settings={props.settings} onClose={() => props.onClose()} />
          </Match>
          <Match when={key()} keyed>
            {(button) => (
              <MicrophoneMenu
                microphones={props.microphones}
                chosenId={props.settings.deviceId.value()}
                isRecording={props.isRecording}
                levels={props.levels}
                button={button}
                onChoose={props.onMicrophone}
                onClose={() => props.onClose()}
              />
            )}
          </Match>
        </Switch>
      )}
    </Show>
  );
}
