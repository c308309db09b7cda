import { afterEach, expect, test, vi } from "vitest";
import { forgetPerson, knownPerson, rememberPerson } from "./known-person.ts";

const ada = {
  sub: "ada-1",
  userType: "hosts",
  provider: "cognito",
  prefix: "users/hosts/cognito/",
};

/** A browser's local storage, in memory. */
function stubStorage(entries: Record<string, string> = {}): Map<string, string> {
  const stored = new Map(Object.entries(entries));
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  return stored;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test("remembers who a person is, but no other field of the server's answer", () => {
  const stored = stubStorage();
  const answered = { ...ada, accessToken: "a secret" };
  rememberPerson(answered);
  expect(knownPerson()).toEqual(ada);
  expect([...stored.values()].join()).not.toContain("secret");
});

test("remembers name and address where they are known, and takes what the release before has stored", () => {
  stubStorage();
  const named = { ...ada, name: "Ada Ortiz", email: "ada@example.com" };
  rememberPerson(named);
  expect(knownPerson()).toEqual(named);
  stubStorage({ "tapedeck.person": JSON.stringify(ada) });
  expect(knownPerson()).toEqual(ada);
});

test("forgets the person and the list of their recordings when they sign out", () => {
  const stored = stubStorage();
  const deleteDatabase = vi.fn<(name: string) => void>();
  vi.stubGlobal("indexedDB", { deleteDatabase });
  rememberPerson(ada);
  forgetPerson();
  expect(deleteDatabase).toHaveBeenCalledExactlyOnceWith("tapedeck-library-ada-1");
  expect(knownPerson()).toBeUndefined();
  expect(stored.size).toBe(0);
});

test.each([
  "",
  "not JSON",
  "null",
  "[]",
  '"ada"',
  '{"sub":"ada-1"}',
  '{"sub":1,"prefix":null}',
  JSON.stringify({ ...ada, name: 1 }),
])("ignores a stored value of another form: %s", (text) => {
  stubStorage({ "tapedeck.person": text });
  expect(knownPerson()).toBeUndefined();
});

test("remembers no one, without an error, where the browser refuses storage", () => {
  const refuse = () => {
    throw new DOMException("denied", "SecurityError");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  rememberPerson(ada);
  expect(knownPerson()).toBeUndefined();
  forgetPerson();
});
