import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from "solid-js";
import type { Library } from "./create-library.ts";
import { findRows } from "./find-rows.ts";
import { createListKeys } from "./list-keys.ts";
import type { LibraryRow } from "./library-rows.ts";
import { Row, type RowPlayer } from "./Row.tsx";
import { offeredFiles } from "./offered-files.ts";
import { Menu, type MenuItem } from "../design/Menu.tsx";
import { isOutOfReach } from "./row-state.ts";
import { SearchField } from "./SearchField.tsx";
import { SearchResult } from "./SearchResult.tsx";
import { VirtualRows, type VirtualRowsHandle } from "./VirtualRows.tsx";
import { around } from "../text/around.ts";
import { libraryWords } from "#words/library";

const { acts, search: sayOfSearch } = libraryWords;
const [beforeQuery, behindQuery] = around(sayOfSearch.nothing);

/** The list of recordings with its search. */
export function LibraryList(props: {
  library: Library;
  player: RowPlayer | undefined;
  /** The row that gets the focus at once: the person comes back from its page. */
  focusId: string | undefined;
  onOpen: (id: string) => void;
  onSaveCopy: (id: string) => void;
}) {
  const { library } = props;
  const [query, setQuery] = createSignal("");
  const [activeId, setActiveId] = createSignal(props.focusId);
  const [renamingId, setRenamingId] = createSignal<string>();
  const [menu, setMenu] = createSignal<{ readonly id: string; readonly button: HTMLElement }>();
  const rows = createMemo(() => findRows(library.rows(), query(), Date.now()));
  /** The Tab key reaches this row. */
  const tabStop = createMemo(() => {
    const active = activeId();
    return rows().some(({ id }) => id === active) ? active : rows()[0]?.id;
  });
  let list: HTMLElement | undefined;
  let search: HTMLInputElement | undefined;
  let virtual: VirtualRowsHandle | undefined;

  const focusRow = (id: string | undefined) => {
    if (id === undefined) {
      (search ?? list?.querySelector<HTMLElement>("h1"))?.focus();
      return;
    }
    setActiveId(id);
    virtual?.reveal(id);
    list?.querySelector<HTMLElement>(`[data-id="${id}"] .row-body`)?.focus();
  };
  /** The row itself; the one that took its place, when it was deleted on its page. */
  const rowNear = (id: string) => (rows().find((row) => row.id <= id) ?? rows().at(-1))?.id;
  /** From an effect: rows that change with it are in the page only after it. */
  const focusLater = (id: string | undefined) => queueMicrotask(() => focusRow(id));
  const startRename = (id: string) => {
    setActiveId(id);
    setRenamingId(id);
    library.watch(id);
  };
  const rename = (id: string, name: string | undefined, byKey: boolean) => {
    setRenamingId(undefined);
    library.watch(undefined);
    if (name !== undefined) library.rename(id, name);
    if (byKey) focusRow(id);
  };
  const remove = (id: string) => {
    const hadFocus = list?.contains(document.activeElement) ?? false;
    const index = rows().findIndex((row) => row.id === id);
    library.remove(id);
    if (hadFocus && !rows().some((row) => row.id === id)) {
      focusRow((rows()[index] ?? rows()[index - 1])?.id);
    }
  };
  // The button that undid it is gone, and the focus with it.
  createEffect(on(library.undone, (undone) => undone && focusLater(undone.id), { defer: true }));
  const onKeyDown = createListKeys({
    rowIds: () => rows().map(({ id }) => id),
    focusRow,
    focusSearch: () => search?.focus(),
    play: (id) => {
      if (!isOutOfReach(library.state(id))) props.player?.play(id);
    },
    startRename,
    remove,
    undo: () => library.undo(),
  });
  onMount(() => {
    addEventListener("keydown", onKeyDown);
    onCleanup(() => removeEventListener("keydown", onKeyDown));
  });
  // A row that another window deletes must not take the focus with it.
  createEffect((before: readonly LibraryRow[] | undefined) => {
    const now = rows();
    const active = activeId();
    const index = before?.findIndex(({ id }) => id === active) ?? -1;
    const isGone = index >= 0 && !now.some(({ id }) => id === active);
    if (isGone && document.activeElement === document.body && query() === "") {
      focusLater((now[index] ?? now[index - 1])?.id);
    }
    return now;
  });

  const itemsOf = (id: string): readonly MenuItem[] => [
    { icon: "pencil", word: acts.rename, act: () => startRename(id) },
    ...(library.device(id) && !library.isInBucket(id)
      ? [{ icon: "download", word: acts.saveCopy, act: () => props.onSaveCopy(id) } as const]
      : []),
    // The page of a recording has the formats.
    ...(offeredFiles(library.device(id), library.isInBucket(id)) === "formats"
      ? [{ icon: "download", word: acts.download, act: () => props.onOpen(id) } as const]
      : []),
    { icon: "trash", word: acts.remove, isDanger: true, act: () => remove(id) },
  ];
  const isEmpty = () => library.rows().length === 0;
  /** An empty list means something once the bucket has answered, now or at an earlier visit. */
  const isKnownEmpty = () => isEmpty() && (library.hasAnswer() || library.known().readAllAtMs > 0);
  return (
    <section
      class="library-list"
      aria-labelledby="library-title"
      ref={(element) => {
        list = element;
      }}
      onFocusIn={(event) => {
        const id = event.target.closest<HTMLElement>("[data-id]")?.dataset["id"];
        if (id !== undefined) setActiveId(id);
      }}
    >
      <div class="lib-head">
        <h1 id="library-title" tabIndex={-1}>
          {libraryWords.title}
        </h1>
        <Show when={!isEmpty()}>
          <SearchField
            query={query()}
            onQuery={setQuery}
            onLeave={() => focusRow(tabStop())}
            ref={(field) => {
              search = field;
            }}
          />
        </Show>
        <Show when={query() !== ""}>
          <SearchResult
            foundCount={rows().length}
            searchedCount={library.rows().length}
            isAll={library.known().unreadBelow === undefined}
          />
        </Show>
      </div>
      <Show when={query() !== "" && rows().length === 0}>
        <div class="blank">
          <p class="blank-lead">
            {beforeQuery}
            <bdi>{query()}</bdi>
            {behindQuery}
          </p>
          <p>{sayOfSearch.hint}</p>
          <button
            type="button"
            onClick={() => {
              setQuery("");
              search?.focus();
            }}
          >
            {sayOfSearch.clear}
          </button>
        </div>
      </Show>
      <Show when={isKnownEmpty()}>
        <div class="blank">
          <p class="blank-lead">{libraryWords.empty}</p>
          <p>{libraryWords.emptyHint}</p>
        </div>
      </Show>
      <Show when={isEmpty() && !isKnownEmpty() && library.failure() === undefined}>
        <div class="skeleton" role="status" aria-busy="true" aria-label={libraryWords.onItsWay} />
      </Show>
      <VirtualRows
        rows={rows()}
        hasDays={query() === ""}
        keptId={activeId()}
        ref={(handle) => {
          virtual = handle;
          if (props.focusId !== undefined) focusLater(rowNear(props.focusId));
        }}
      >
        {(row) => (
          <Row
            row={row()}
            library={library}
            player={props.player}
            actions={{
              open: props.onOpen,
              startRename,
              rename,
              openMenu: (id, button) => setMenu({ id, button }),
            }}
            query={query()}
            isRenaming={renamingId() === row().id}
            isTabStop={tabStop() === row().id}
          />
        )}
      </VirtualRows>
      <Show when={menu()} keyed>
        {({ id, button }) => (
          <Menu
            title={library.row(id)?.name ?? ""}
            items={itemsOf(id)}
            button={button}
            onClose={() => setMenu(undefined)}
          />
        )}
      </Show>
    </section>
  );
}
