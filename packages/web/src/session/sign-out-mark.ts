// Marks a sign-out that the server does not know yet. The mark holds at once, in every tab, without a
// network, and after the browser was closed.
import { readSignInId, removeSignInCookie } from "./signed-in-cookie.ts";

/** The key in local storage. */
const KEY = "tapedeck.signing-out";

export interface SignOutMark {
  /** Also removes the sign-in cookie, so that the server refuses every further request of this browser. */
  set(): void;
  /** Call once the server knows of the sign-out. */
  clear(): void;
  /** False, too, if a person has signed in since: a new sign-in replaces the mark. */
  isSet(): boolean;
}

export function createSignOutMark(siteOrigin: string): SignOutMark {
  // Fallback for browsers that refuse local storage: the mark then lasts as long as the page.
  let isSetHere = false;
  const clear = () => {
    isSetHere = false;
    try {
      localStorage.removeItem(KEY);
    } catch {
      // The browser refuses storage, so nothing is stored.
    }
  };
  return {
    set() {
      removeSignInCookie(siteOrigin);
      isSetHere = true;
      try {
        localStorage.setItem(KEY, "1");
      } catch {
        // The open page still tells the server.
      }
    },
    clear,
    isSet() {
      if (!isSetHere && !isStored()) return false;
      if (readSignInId(siteOrigin) === undefined) return true;
      clear();
      return false;
    },
  };
}

function isStored(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}
