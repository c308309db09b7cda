import { createSignal, Match, Show, Switch } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { toAppError } from "@tapedeck/core/errors";
import { isRecordingId, isTimestamp } from "@tapedeck/core/ids";
import type { Recorder, RecorderSnapshot } from "@tapedeck/recorder";
import { createLibraryApi } from "../api/library-api.ts";
import { Notice } from "../design/Notice.tsx";
import type { KeptChanges } from "../kept-changes.ts";
import type { PlayerHost } from "../player/player.ts";
import { createOwnerSession } from "../session/owner-session.ts";
import type { Session } from "../session/session.ts";
import { createLibrary } from "./create-library.ts";
import { createOnline } from "./create-online.ts";
import { createRoute } from "./create-route.ts";
import { download } from "./download.ts";
import { LibraryList } from "./LibraryList.tsx";
import { ListTrouble } from "./ListTrouble.tsx";
import { RecordingPage } from "./RecordingPage.tsx";
import type { RowPlayer } from "./Row.tsx";
import { ToastBar } from "./ToastBar.tsx";
import "./library.css";
import "./rows.css";
import "./float.css";
import "./page.css";

/** The room of the recordings: the list, or the page of one. Its code comes after what recording needs. */
export function Library(props: {
  /** The person's `sub`; the parent mounts a new library for a new person. */
  owner: string;
  session: Session;
  kept: KeptChanges;
  recorder: Recorder;
  snapshot: RecorderSnapshot;
  player?: (RowPlayer & Pick<PlayerHost, "setLibrary" | "load">) | undefined;
}) {
  const { owner, recorder, snapshot } = props;
  const api = createLibraryApi(createOwnerSession(owner, props.session));
  const isOnline = createOnline();
  const library = createLibrary({ owner, api, kept: props.kept, snapshot, isOnline });
  const route = createRoute();
  const [lastId, setLastId] = createSignal<string>();
  const [copyError, setCopyError] = createSignal<ErrorCode>();

  const open = (id: string) => {
    setLastId(id);
    route.open(id);
  };
  props.player?.setLibrary({ nameOf: (id) => library.row(id)?.name, openPage: open });
  const saveCopy = (id: string) => {
    const recordingId = library.device(id)?.recordingId;
    if (recordingId === undefined) return;
    recorder.deviceCopies(recordingId).then(
      (copies) => copies.forEach(({ name, bytes }) => download(name, bytes)),
      (thrown: unknown) => setCopyError(toAppError(thrown).code),
    );
  };
  const pageId = () => {
    const id = route.id();
    return id !== undefined && (isRecordingId(id) || isTimestamp(id)) ? id : undefined;
  };
  return (
    <section class="library">
      {/* The page of a recording says itself what it waits for. */}
      <Show when={pageId() === undefined || !isOnline()}>
        <ListTrouble
          snapshot={snapshot}
          isOnline={isOnline()}
          failure={library.failure()}
          onRetry={() => {
            recorder.retry();
            library.refresh();
          }}
        />
      </Show>
      <Show when={copyError()}>{(code) => <Notice code={code()} />}</Show>
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
            <h2 class="blank-lead">There is no such recording.</h2>
            <button type="button" onClick={() => route.close()}>
              All recordings
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
