// Reports a change of a source file below some folders. Each folder has its own watcher: Node's recursive
// watching loses a file on Linux after an editor has replaced it by a new one.
import { readdirSync, watch } from "node:fs";
import { join } from "node:path";

/** An editor's save is several events, and a `git checkout` is many. */
const SETTLED_AFTER_MS = 50;

export function watchSources(roots: readonly string[], onChange: () => void): Disposable {
  let watchers = watchFolders();
  let settling: NodeJS.Timeout | undefined;
  let hasChanged = false;

  function watchFolders() {
    return roots.flatMap(withSubfolders).map((folder) =>
      watch(folder, (_event, name) => {
        hasChanged ||= name?.endsWith(".ts") === true && !name.endsWith(".test.ts");
        clearTimeout(settling);
        settling = setTimeout(settle, SETTLED_AFTER_MS);
      }),
    );
  }

  function settle(): void {
    // Folders may have come or gone. The new watchers start before the old ones end: no change between.
    const before = watchers;
    watchers = watchFolders();
    for (const watcher of before) watcher.close();
    if (hasChanged) onChange();
    hasChanged = false;
  }

  return {
    [Symbol.dispose]() {
      clearTimeout(settling);
      for (const watcher of watchers) watcher.close();
    },
  };
}

function withSubfolders(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  return [root, ...folders.map(({ parentPath, name }) => join(parentPath, name))];
}
