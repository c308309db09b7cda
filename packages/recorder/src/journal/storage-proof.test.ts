// A promise that a window cannot keep is worse than none: every combination of marks and cookies, and
// the ways in which browsers and people bring them about.
import { describe, expect, test } from "vitest";
import {
  hasOutlivedRestart,
  proveStorage,
  type VisitCookies,
  type VisitMark,
  type VisitPorts,
} from "./storage-proof.ts";

const both: VisitCookies = { session: true, lasting: true };
const onlySession: VisitCookies = { session: true, lasting: false };
const onlyLasting: VisitCookies = { session: false, lasting: true };
const neither: VisitCookies = { session: false, lasting: false };

test.each<[VisitMark, VisitCookies, boolean]>([
  ["none", both, false],
  ["none", onlySession, false],
  ["none", onlyLasting, false],
  ["none", neither, false],
  ["visited", both, false],
  ["visited", onlySession, false],
  ["visited", onlyLasting, true],
  ["visited", neither, false],
  ["proven", both, true],
  ["proven", onlySession, true],
  ["proven", onlyLasting, true],
  ["proven", neither, true],
])("a mark %j with the cookies %j proves: %j", (mark, cookies, isProven) => {
  expect(hasOutlivedRestart(mark, cookies)).toBe(isProven);
});

/** A browser that takes cookies as told; tests change what is in it as browsers and people do. */
function createBrowser(refuses: readonly (keyof VisitCookies)[] = []) {
  const browser = { mark: "none" as VisitMark, cookies: new Set<keyof VisitCookies>() };
  const ports: VisitPorts = {
    mark: {
      read: async () => browser.mark,
      write: async (mark) => {
        browser.mark = mark;
      },
    },
    cookies: {
      read: () => ({
        session: browser.cookies.has("session"),
        lasting: browser.cookies.has("lasting"),
      }),
      set: (name) => {
        if (!refuses.includes(name)) browser.cookies.add(name);
      },
    },
  };
  return {
    ports,
    visit: () => proveStorage(ports),
    restart: () => void browser.cookies.delete("session"),
    clearCookies: () => browser.cookies.clear(),
    forgetEverything: () => {
      browser.mark = "none";
      browser.cookies.clear();
    },
  };
}

describe("a visit", () => {
  test("proves nothing at first, nor again in the same session of the browser", async () => {
    const { visit } = createBrowser();
    expect([await visit(), await visit(), await visit()]).toEqual([false, false, false]);
  });

  test("proves that storage lasts after a restart, for every later visit and tab", async () => {
    const { visit, restart } = createBrowser();
    await visit();
    restart();
    expect([await visit(), await visit()]).toEqual([true, true]);
    restart();
    expect(await visit()).toBe(true);
  });

  test("proves nothing in a window that forgets everything, however often it is opened", async () => {
    const { visit, forgetEverything } = createBrowser();
    await visit();
    forgetEverything();
    expect(await visit()).toBe(false);
    forgetEverything();
    expect(await visit()).toBe(false);
  });

  test("proves nothing in a browser that restores its session", async () => {
    const { visit } = createBrowser();
    await visit();
    // Both cookies and the mark are there again.
    expect(await visit()).toBe(false);
  });

  test("proves nothing after the cookies were cleared, and the next restart proves it", async () => {
    const { visit, restart, clearCookies } = createBrowser();
    await visit();
    clearCookies();
    expect(await visit()).toBe(false);
    expect(await visit()).toBe(false);
    restart();
    expect(await visit()).toBe(true);
  });

  test("proves nothing when the cookies were cleared in the middle of a session, then restarted", async () => {
    const { visit, restart, clearCookies } = createBrowser();
    await visit();
    clearCookies();
    restart();
    expect(await visit()).toBe(false);
  });

  test.each<[readonly (keyof VisitCookies)[]]>([
    [["session", "lasting"]],
    [["session"]],
    [["lasting"]],
  ])("proves nothing in a browser that refuses the cookies %j", async (refuses) => {
    const { visit, restart } = createBrowser(refuses);
    expect([await visit(), await visit()]).toEqual([false, false]);
    restart();
    expect([await visit(), await visit()]).toEqual([false, false]);
  });

  test.each([
    ["at first", 1],
    ["at first", 2],
    ["at first", 3],
    ["with its cookies cleared", 1],
    ["with its cookies cleared", 2],
  ])("proves nothing when the one before, %s, was cut off after %d writes", async (when, most) => {
    const { ports, visit, clearCookies } = createBrowser();
    if (when !== "at first") {
      await visit();
      clearCookies();
    }
    let writes = 0;
    const cut = () => {
      writes += 1;
      if (writes > most) throw new Error("the tab is gone");
    };
    const cutOff: VisitPorts = {
      mark: {
        read: () => ports.mark.read(),
        write: async (mark) => {
          cut();
          await ports.mark.write(mark);
        },
      },
      cookies: {
        read: () => ports.cookies.read(),
        set: (name) => {
          cut();
          ports.cookies.set(name);
        },
      },
    };
    await proveStorage(cutOff).catch(() => undefined);
    expect(await visit()).toBe(false);
  });
});
