// Where the marks of visits are: in a database beside the journal's, so that a browser that deletes the
// one deletes the other; and in two cookies, which mean nothing to any server. See storage-proof.ts.
import { answerOf, inStore } from "./database-requests.ts";
import {
  proveStorage,
  type VisitCookies,
  type VisitMark,
  type VisitPorts,
} from "./storage-proof.ts";

const DATABASE = "tapedeck-visits";
const KEY = "mark";

const NAMES: Readonly<Record<keyof VisitCookies, string>> = {
  session: "tapedeck-visit",
  lasting: "tapedeck-visited",
};

/** 400 days: the most that Chromium grants. A proof that comes later begins anew. */
const LASTING_SECONDS = 400 * 24 * 60 * 60;

const AGES: Readonly<Record<keyof VisitCookies, string>> = {
  session: "",
  lasting: `; Max-Age=${LASTING_SECONDS}`,
};

const browserVisit: VisitPorts = {
  mark: {
    read: () =>
      inDatabase((database) =>
        inStore(database, "marks", {}, async (store) => {
          return (await answerOf<VisitMark | undefined>(store.get(KEY))) ?? "none";
        }),
      ),
    write: (mark) =>
      inDatabase((database) =>
        inStore(database, "marks", { mode: "readwrite" }, (store) => void store.put(mark, KEY)),
      ),
  },
  cookies: {
    read: () => ({ session: hasCookie("session"), lasting: hasCookie("lasting") }),
    set: (name) => {
      document.cookie = `${NAMES[name]}=1; Path=/; Secure; SameSite=Strict${AGES[name]}`;
    },
  },
};

/** Whether this browser's storage has outlived a restart. Prepares the next visit to prove it. */
export function proveThisStorage(): Promise<boolean> {
  return proveStorage(browserVisit);
}

function hasCookie(name: keyof VisitCookies): boolean {
  return document.cookie.split("; ").includes(`${NAMES[name]}=1`);
}

/** Held open by no tab: it never stands in the way of anything. */
async function inDatabase<Result>(
  use: (database: IDBDatabase) => Promise<Result>,
): Promise<Result> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("marks");
  const database = await answerOf<IDBDatabase>(request);
  try {
    return await use(database);
  } finally {
    database.close();
  }
}
