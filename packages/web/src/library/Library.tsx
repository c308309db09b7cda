import { createMemo, createSignal, Match, Show, Switch, type Accessor } from "solid-js";
import { isRecordingId, isTimestamp } from "@tapedeck/core/ids";
import type { Recorder, RecorderSnapshot } from "@tapedeck/recorder";
import { createLibraryApi } from "../api/library-api.ts";
import { adoptStyles } from "../design/adopt-styles.ts";
import { Notice } from "../design/Notice.tsx";
import { keptChangesOf } from "../kept-changes.ts";
import type { PlayerHost } from "../player/player.ts";
import { createOwnerSession } from "../session/owner-session.ts";
import type { Session } from "../session/session.ts";
import { waitsForRoom } from "../waits-for-room.ts";
import { copyFailure, createCopies } from "./create-copies.ts";
import { createLibrary } from "./create-library.ts";
import { createRoute } from "./create-route.ts";
import { createUsage } from "./create-usage.ts";
import floatStyles from "./float.css?inline";
import type { LibraryFacts } from "./library-facts.ts";
import styles from "./library.css?inline";
import { LibraryList } from "./LibraryList.tsx";
import { ListTrouble } from "./ListTrouble.tsx";
import pageStyles from "./page.css?inline";
import { RecordingPage } from "./RecordingPage.tsx";
import { isOutOfReach } from "./row-state.ts";
import type { RowPlayer } from "./Row.tsx";
import rowStyles from "./rows.css?inline";
import { ToastBar } from "./ToastBar.tsx";
import { UsageNote } from "./UsageNote.tsx";
import { libraryWords } from "#words/library";

/** The room of the recordings: the list, or the page of one. Its code comes after what recording needs. */
export function Library(props: {
  /** The person's `sub`; the parent mounts a new library for a new person. */
  owner: string;
  session: Session;
  recorder: Recorder;
  snapshot: RecorderSnapshot;
  isOnline: Accessor<boolean>;
  /** The browser says so, or uploads wait for the network. */
  isOffline: boolean;
  /** What the deck wants to know of the list. */
  onFacts: (facts: LibraryFacts) => void;
  player?: (RowPlayer & Pick<PlayerHost, "setLibrary" | "load">) | undefined;
}) {
  for (const sheet of [styles, rowStyles, floatStyles, pageStyles]) adoptStyles(sheet);
  const { owner, recorder, snapshot } = props;
  const api = createLibraryApi(createOwnerSession(owner, props.session));
  const { isOnline } = props;
  const library = createLibrary({ owner, api, kept: keptChangesOf(owner), snapshot, isOnline });
  const noRoom = () => snapshot.recordings.some(waitsForRoom);
  const usage = createUsage({
    read: api.usage,
    // The list is read when the page is opened, is looked at again, or has sealed something.
    mayAsk: () => isOnline() && library.hasAnswer() && !library.isRunning(),
    // A delete shortens the list.
    news: () => `${library.known().entries.length} ${noRoom()}`,
    // What waits would ask within a minute by itself; but the person may be looking on.
    onRoom: () => recorder.wake("room"),
  });
  const route = createRoute();
  const [lastId, setLastId] = createSignal<string>();
  const copies = createCopies(recorder);

  const open = (id: string) => {
    setLastId(id);
    route.open(id);
  };
  props.player?.setLibrary({ nameOf: (id) => library.row(id)?.name, openPage: open });
  props.onFacts({ ...factsOf(library, snapshot), usage });
  const saveCopy = (id: string) => {
    const recordingId = library.device(id)?.recordingId;
    void copies.save(recordingId === undefined ? [] : [recordingId]);
  };
  const pageId = () => {
    const id = route.id();
    return id !== undefined && (isRecordingId(id) || isTimestamp(id)) ? id : undefined;
  };
  return (
    <section class="library">
      {/* The page of a recording says itself what it waits for. */}
      <Show when={pageId() === undefined}>
        <UsageNote usage={usage()} />
        <ListTrouble
          snapshot={snapshot}
          isOffline={props.isOffline}
          failure={library.failure()}
          onRetry={() => {
            recorder.retry();
            library.refresh();
          }}
        />
      </Show>
      <Show when={copyFailure(copies.news())}>{(code) => <Notice code={code()} />}</Show>
      <Show when={copies.news() === "none"}>
        <p class="list-note" role="status">
          {libraryWords.nothingToCopy}
        </p>
      </Show>
      <Switch>
        <Match when={pageId()} keyed>
          {(id) => (
            <RecordingPage
              id={id}
              atMs={route.atMs()}
              library={library}
              api={api}
              recorder={recorder}
              player={props.player}
              onBack={() => route.close()}
              onSaveCopy={saveCopy}
            />
          )}
        </Match>
        <Match when={route.id() !== undefined}>
          <div class="blank">
            <h1 class="blank-lead">{libraryWords.noSuch}</h1>
            <button type="button" onClick={() => route.close()}>
              {libraryWords.all}
            </button>
          </div>
        </Match>
        <Match when={route.id() === undefined}>
          <LibraryList
            library={library}
            player={props.player}
            focusId={lastId()}
            onOpen={open}
            onSaveCopy={saveCopy}
          />
        </Match>
      </Switch>
      <ToastBar toasts={library.toasts} />
    </section>
  );
}

/** What the deck wants to know of the list. */
function factsOf(
  library: ReturnType<typeof createLibrary>,
  snapshot: RecorderSnapshot,
): Omit<LibraryFacts, "usage"> {
  const storedCount = createMemo(() => {
    const { entries, unreadBelow } = library.known();
    if (unreadBelow !== undefined) return undefined;
    const stored = entries.filter(({ state }) => state !== "open").map(({ id }) => id as string);
    // What this device has just sealed may not be in the list yet.
    const sealed = snapshot.recordings.filter(({ state }) => state === "sealed");
    const ids = new Set([...stored, ...sealed.map(({ recordingId }) => recordingId)]);
    return [...ids].filter((id) => !library.isRemoved(id)).length;
  });
  const elsewhereCount = createMemo(
    () =>
      library.known().entries.filter(({ id, state }) => state === "open" && !library.device(id))
        .length,
  );
  const lastPlayableId = createMemo(
    () =>
      library.rows().find(({ id }) => {
        const state = library.state(id);
        return state.kind !== "recording" && !isOutOfReach(state);
      })?.id,
  );
  return {
    storedCount,
    elsewhereCount,
    lastPlayableId,
    automaticNameOf: (id) => {
      const row = library.row(id);
      return row?.isNamed ? undefined : row?.name;
    },
    isRemoved: (id) => library.isRemoved(id),
  };
}
