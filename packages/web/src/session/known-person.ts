// Remembers who was signed in last on this device, so that they can record and find their recordings while
// the server is unreachable. It grants no access: every request to the server carries a token.
import { deleteLibraryDatabase } from "./library-database.ts";

export interface Person {
  readonly sub: string;
  readonly userType: string;
  readonly provider: string;
  readonly prefix: string;
  readonly name?: string;
  readonly email?: string;
}

/** The key in local storage. */
export const PERSON_KEY = "tapedeck.person";

export function rememberPerson({ sub, userType, provider, prefix, name, email }: Person): void {
  try {
    const person = { sub, userType, provider, prefix, name, email };
    localStorage.setItem(PERSON_KEY, JSON.stringify(person));
  } catch {
    // The next start then needs the network; nothing else changes.
  }
}

export function knownPerson(): Person | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PERSON_KEY) ?? "null");
    return isPerson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Also removes the titles of their recordings from this device. */
export function forgetPerson(): void {
  try {
    const person = knownPerson();
    localStorage.removeItem(PERSON_KEY);
    if (person) deleteLibraryDatabase(person.sub);
  } catch {
    // The browser refuses storage, so nothing is stored.
  }
}

function isPerson(value: unknown): value is Person {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const isText = (name: string) => typeof fields.get(name) === "string";
  return (
    ["sub", "userType", "provider", "prefix"].every(isText) &&
    ["name", "email"].every((name) => isText(name) || !fields.has(name))
  );
}
