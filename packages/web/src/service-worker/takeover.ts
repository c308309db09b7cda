// Decides when this service worker may replace an active older one. While a page of the older build is open, it
// must not: that page may record, and it asks the older worker for the files that it has not loaded yet.
import type { UpdateQuestion } from "./update-question.ts";

export interface TakeoverPorts {
  /** The paths of all files of this build. */
  readonly files: readonly string[];
  /** The open pages of this origin, whichever worker serves them. */
  readonly countPages: () => Promise<number>;
  readonly skipWaiting: () => Promise<void>;
}

export interface Takeover {
  answer(question: UpdateQuestion): Promise<boolean>;
  /** The caches of older builds are of no use: no page but the one that asked can be of such a build. */
  mayForgetOlder(): Promise<boolean>;
}

export function createTakeover({ files, countPages, skipWaiting }: TakeoverPorts): Takeover {
  const own: ReadonlySet<string> = new Set(files);
  const isAlone = async () => (await countPages()) <= 1;
  return {
    mayForgetOlder: isAlone,
    async answer(question) {
      switch (question.kind) {
        case "is-other-build":
          return question.pageFiles.some((path) => !own.has(path));
        case "take-over":
          if (!(await isAlone())) return false;
          await skipWaiting();
          return true;
      }
    },
  };
}
