import { createSignal, Show } from "solid-js";
import type { ShownUsage } from "../library/shown-usage.ts";
import type { Person } from "../session/known-person.ts";
import { initialsOf, personName } from "../text/person-name.ts";
import { words } from "../text/words.ts";
import { createLater } from "./create-later.ts";
import { Icon } from "./Icon.tsx";

/** The app's name, whether the network is away, and the signed-in person. */
export function Header(props: {
  me?: Person;
  offline?: "recording" | "idle" | undefined;
  usage?: ShownUsage | undefined;
  onSettings?: () => void;
  onSignOut?: () => void;
}) {
  const { header } = words;
  return (
    <header class="top">
      <p class="brand">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <circle cx="12" cy="12" r="8.25" fill="none" stroke="currentColor" stroke-width="4.5" />
        </svg>
        Tapedeck
      </p>
      <div class="who">
        <Show when={props.offline}>
          {(offline) => (
            <p class="pill">
              <Icon name="offline" />
              <span>{header.offline}</span>
              <span class="wide">
                {offline() === "recording" ? header.offlineRecording : header.offlineIdle}
              </span>
            </p>
          )}
        </Show>
        <Show when={props.me}>
          {(me) => (
            <Account
              me={me()}
              usage={props.usage}
              onSettings={() => props.onSettings?.()}
              onSignOut={() => props.onSignOut?.()}
            />
          )}
        </Show>
      </div>
    </header>
  );
}

function Account(props: {
  me: Person;
  usage: ShownUsage | undefined;
  onSettings: () => void;
  onSignOut: () => void;
}) {
  const { header } = words;
  const [button, setButton] = createSignal<HTMLElement>();
  // Comes once the page is drawn: it may be needed when the network is gone. Where it does not come, the library does not
  // either, because its rows have the same menu; then the page says so in its place.
  const { part } = createLater(() => import("./Menu.tsx"));
  const name = () => personName(props.me);
  return (
    <>
      <button
        type="button"
        class="avatar"
        aria-haspopup="menu"
        aria-label={header.account(initialsOf(name()), name())}
        onClick={(event) => setButton(event.currentTarget)}
      >
        <bdi aria-hidden="true">{initialsOf(name())}</bdi>
      </button>
      <Show when={button()} keyed>
        {(opener) => (
          <Show when={part()} keyed>
            {({ Menu }) => (
              <Menu
                title={name()}
                subtitle={props.me.email}
                usage={props.usage}
                button={opener}
                items={[
                  { icon: "settings", word: header.settings, act: () => props.onSettings() },
                  { icon: "exit", word: header.signOut, act: () => props.onSignOut() },
                ]}
                onClose={() => setButton(undefined)}
              />
            )}
          </Show>
        )}
      </Show>
    </>
  );
}
