// The library as the page shows it: rows, their states, and what a person can do with them.
import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from "solid-js";
import type { RecordingSummary } from "@tapedeck/core/contract";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecorderSnapshot, RecordingSnapshot } from "@tapedeck/recorder";
import type { LibraryApi } from "../api/library-api.ts";
import { messageFor } from "../text/messages.ts";
import { createDeviceRecordings } from "./create-device-recordings.ts";
import { createDeletes, type Deletes } from "./create-deletes.ts";
import { createToasts, type Toasts } from "./create-toasts.ts";
import { createWalk, type Walk } from "./create-walk.ts";
import type { KeptChanges } from "../kept-changes.ts";
import { readLibraryCache, writeLibraryCache } from "./library-cache.ts";
import { openNewsChannel, type LibraryNews } from "./library-news.ts";
import { libraryRows, type LibraryRow } from "./library-rows.ts";
import { createChangeMaker, OTHER_TAB_MS } from "./make-changes.ts";
import { isInBucket, lengthMs, rowState, type RowFacts, type RowState } from "./row-state.ts";
import type { KnownLibrary } from "./walk-library.ts";
import { libraryWords } from "#words/library";

const say = libraryWords.toasts;

export interface Library extends Pick<Walk, "known" | "hasAnswer" | "isRunning" | "failure"> {
  /** Newest first. */
  readonly rows: Accessor<readonly LibraryRow[]>;
  readonly row: (id: string) => LibraryRow | undefined;
  readonly device: (id: string) => RecordingSnapshot | undefined;
  readonly state: (id: string) => RowState;
  readonly isInBucket: (id: string) => boolean;
  readonly lengthMs: (id: string) => number | undefined;
  /** The device's list was read, so an empty one is empty. */
  readonly isRead: Accessor<boolean>;
  readonly toasts: Toasts;
  /** Looks for news of the bucket. */
  readonly refresh: () => void;
  rename(id: string, title: string): void;
  /** Deletes after ten seconds, unless it is undone. */
  remove(id: string): void;
  undo: Deletes["undo"];
  /** The recording whose deletion was undone last: a new object each time. */
  readonly undone: Accessor<{ readonly id: string } | undefined>;
  /** The recording that the person looks at or names: news of another tab about it are told in a sentence. */
  watch(id: string | undefined): void;
  /** The server answered that its manifest is damaged. */
  markUnreadable(id: string): void;
  /** It is deleted, or about to be. */
  readonly isRemoved: (id: string) => boolean;
}

export function createLibrary(ports: {
  readonly owner: string;
  readonly api: LibraryApi;
  readonly kept: KeptChanges;
  readonly snapshot: RecorderSnapshot;
  readonly isOnline: Accessor<boolean>;
}): Library {
  const { owner, api, kept, snapshot } = ports;
  const toasts = createToasts();
  const [changes, setChanges] = createSignal(kept.read());
  const [removed, setRemoved] = createSignal<ReadonlySet<string>>(new Set());
  const [unreadable, setUnreadable] = createSignal<ReadonlySet<string>>(new Set());
  const [rescued, setRescued] = createSignal<ReadonlySet<string>>(new Set());
  const [undone, setUndone] = createSignal<{ readonly id: string }>();
  let watched: string | undefined;

  const remember = (known: KnownLibrary) =>
    void writeLibraryCache(owner, { ...known, rescued: [...rescued()] });
  const walk = createWalk({
    api,
    readCache: async () => {
      const cached = await readLibraryCache(owner);
      if (cached) setRescued((ids) => new Set([...ids, ...cached.rescued]));
      return cached;
    },
    writeCache: remember,
  });
  const { known } = walk;

  const entries = createMemo(() => new Map(known().entries.map((entry) => [entry.id, entry])));
  const recordings = createDeviceRecordings(snapshot);
  const devices = createMemo(
    () => new Map<string, RecordingSnapshot>(recordings.map((each) => [each.recordingId, each])),
  );
  /** The recording that this page makes: the engine lists it with its first segment. */
  const runningIds = () => {
    const { state, recordingId } = snapshot;
    const isRunning = state === "recording" || state === "paused";
    return isRunning && recordingId !== undefined ? [recordingId] : [];
  };
  const rows = createMemo(() =>
    libraryRows({
      bucket: known().entries,
      device: [...devices().keys(), ...runningIds()],
      newTitles: changes().titles,
      deleted: new Set([...changes().deletes.keys(), ...removed()]),
    }),
  );
  const byId = createMemo(() => new Map(rows().map((row) => [row.id, row])));

  /** In whole seconds, as rows show it. */
  const elapsedMs = createMemo(() => Math.floor(snapshot.elapsedMs / 1000) * 1000);
  const isRunningHere = (id: string) => snapshot.state !== "idle" && snapshot.recordingId === id;
  const facts = (id: string): RowFacts => ({
    device: devices().get(id),
    bucket: entries().get(id),
    isHere: isRunningHere(id),
    isPaused: snapshot.state === "paused",
    isRescued: rescued().has(id),
    isUnreadable: unreadable().has(id),
    isOnline: ports.isOnline(),
  });

  const nameOf = (id: string) => byId().get(id)?.name ?? say.thisRecording;
  const forget = (id: string) => {
    setRemoved((ids) => new Set([...ids, id]));
    walk.change((before) => without(before, id));
  };
  const setTitle = (id: string, title: string) =>
    walk.change((before) => withTitle(before, id, title));

  const onRefused = (id: string, code: ErrorCode) => {
    const name = nameOf(id);
    setChanges(kept.read());
    if (code === "RECORDING_DELETED" || code === "RECORDING_NOT_FOUND") {
      toasts.show({ text: say.deletedElsewhere(name) });
      forget(id);
      return;
    }
    const { happened, toDo } = messageFor(code);
    toasts.show({ text: say.unchanged(name, happened, toDo) });
  };
  const deletes = createDeletes({
    kept,
    toasts,
    nowMs: Date.now,
    onChange: () => {
      setChanges(kept.read());
      void maker.flush();
    },
    onUndone: (id) => setUndone({ id }),
  });
  const maker = createChangeMaker({
    kept,
    nowMs: Date.now,
    rename: api.rename,
    remove: api.remove,
    isSealed: (id) => isInBucket(facts(id)),
    isCountedHere: (id) => deletes.isCountedHere(id),
    onRenamed: (id, title) => {
      setTitle(id, title);
      channel.tell({ kind: "renamed", id, title });
    },
    onRemoved: (id) => {
      forget(id);
      setChanges(kept.read());
      channel.tell({ kind: "deleted", id });
    },
    onRefused,
  });

  const onNews = (news: LibraryNews) => {
    const { id } = news;
    const name = nameOf(id);
    if (news.kind === "deleted") {
      if (watched === id) toasts.show({ text: say.deletedInWindow(name) });
      forget(id);
      return;
    }
    setTitle(id, news.title);
    if (watched === id && name !== news.title) {
      toasts.show({ text: say.renamed(name, news.title) });
    }
  };
  const channel = openNewsChannel(owner, onNews);
  const stopListening = kept.listen((by) => {
    const { titles, deletes } = kept.read();
    // A title of another tab is told by the tab that has given it to the bucket.
    setChanges((before) => ({ titles: by === "this-page" ? titles : before.titles, deletes }));
  });
  const flush = () => void maker.flush();
  addEventListener("online", flush);
  onCleanup(() => {
    channel.close();
    stopListening();
    removeEventListener("online", flush);
  });

  createEffect(() => {
    const cutOff = snapshot.saved.filter(({ kind }) => kind === "cut-off");
    const news = cutOff.map(({ recordingId }) => recordingId);
    if (news.length > 0) setRescued((ids) => new Set<string>([...ids, ...news]));
  });
  // The list learns of what this device has sealed, and then the titles of it can be sent.
  const sealedCount = createMemo(
    () => snapshot.recordings.filter(({ state }) => state === "sealed").length,
  );
  // Another tab or an earlier visit may have left a delete: this page makes it, unless a person undoes it.
  createEffect(() => {
    const dueAtMs = Math.min(...changes().deletes.values());
    if (!Number.isFinite(dueAtMs)) return;
    const timer = setTimeout(flush, Math.max(0, dueAtMs + OTHER_TAB_MS - Date.now()));
    onCleanup(() => clearTimeout(timer));
  });
  createEffect(on(sealedCount, (count) => count > 0 && walk.start()));
  createEffect(
    on([known, sealedCount, changes], () => {
      if (changes().titles.size + changes().deletes.size > 0) flush();
    }),
  );

  return {
    ...walk,
    refresh: () => walk.start(),
    rows,
    row: (id) => byId().get(id),
    device: (id) => devices().get(id),
    state: (id) => rowState(facts(id)),
    isInBucket: (id) => isInBucket(facts(id)),
    lengthMs: (id) => lengthMs(facts(id), isRunningHere(id) ? elapsedMs() : undefined),
    toasts,
    rename: (id, title) => {
      if (title === (changes().titles.get(id) ?? entries().get(id)?.title)) return;
      kept.setTitle(id, title);
    },
    remove: (id) => {
      const device = devices().get(id);
      if (isRunningHere(id) || (device && device.state !== "sealed")) {
        toasts.show({ text: say.notYet(nameOf(id)) });
        return;
      }
      deletes.request(id, nameOf(id));
    },
    undo: () => deletes.undo(),
    undone,
    watch: (id) => {
      watched = id;
    },
    markUnreadable: (id) => setUnreadable((ids) => new Set([...ids, id])),
    isRemoved: (id) => removed().has(id) || changes().deletes.has(id),
  };
}

const without = (known: KnownLibrary, id: string): KnownLibrary => ({
  ...known,
  entries: known.entries.filter((entry) => entry.id !== id),
});

function withTitle(known: KnownLibrary, id: string, title: string): KnownLibrary {
  const renamed = (entry: RecordingSummary) => (entry.id === id ? { ...entry, title } : entry);
  return { ...known, entries: known.entries.map(renamed) };
}
