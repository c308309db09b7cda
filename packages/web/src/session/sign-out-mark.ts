// A sign-out on this device that the server has not heard of: it counts from the moment somebody asks for
// it, with or without a network, in every tab, and after the browser was closed.
import { removeSignIn, signInInForce } from "./sign-in-in-force.ts";

/** Where it is kept, in local storage, until the server has heard of it. */
const KEY = "tapedeck.signing-out";

export interface SignOutMark {
  /** Takes the sign-in out of force: the server refuses every further request of this browser's. */
  set(): void;
  /** The server has heard of it. */
  clear(): void;
  /** Not when somebody has signed in since. */
  isSet(): boolean;
}

export function createSignOutMark(siteOrigin: string): SignOutMark {
  // For browsers that refuse their storage: it then lasts as long as the page.
  let isSetHere = false;
  const clear = () => {
    isSetHere = false;
    try {
      localStorage.removeItem(KEY);
    } catch {
      // Nothing was kept either.
    }
  };
  return {
    set() {
      removeSignIn(siteOrigin);
      isSetHere = true;
      try {
        localStorage.setItem(KEY, "1");
      } catch {
        // The page that is open tells the server.
      }
    },
    clear,
    isSet() {
      if (!isSetHere && !isKept()) return false;
      if (signInInForce(siteOrigin) === undefined) return true;
      clear();
      return false;
    },
  };
}

function isKept(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}
