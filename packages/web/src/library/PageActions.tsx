import { createSignal, Show } from "solid-js";
import { Downloads } from "../hand-on/Downloads.tsx";
import { RoomIcon } from "../design/RoomIcon.tsx";
import type { LibraryRow } from "./library-rows.ts";
import type { OfferedFiles } from "./offered-files.ts";
import { libraryWords } from "#words/library";

/** What a person can do with a recording after hearing it: files, sharing, deleting. */
export function PageActions(props: {
  row: LibraryRow;
  files: OfferedFiles;
  onSaveCopy: () => void;
  onDelete: () => void;
}) {
  const [isInUse, setInUse] = createSignal(false);
  return (
    <div class="page-actions">
      {/* Its segments may begin to leave this device while a file is made of them. */}
      <Show when={props.files === "formats" || isInUse()}>
        <Downloads
          recordingId={props.row.id}
          title={props.row.isNamed ? props.row.name : undefined}
          startedAt={new Date(props.row.startedAtMs).toISOString()}
          onInUse={setInUse}
        />
      </Show>
      <Show when={props.files === "copy" && !isInUse()}>
        <button type="button" onClick={() => props.onSaveCopy()}>
          <RoomIcon name="download" /> {libraryWords.acts.saveCopy}
        </button>
      </Show>
      <button type="button" class="danger" onClick={() => props.onDelete()}>
        <RoomIcon name="trash" /> <span class="word">{libraryWords.acts.remove}</span>
      </button>
    </div>
  );
}
