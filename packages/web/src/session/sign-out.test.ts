import { afterEach, describe, expect, test, vi } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import type { SessionServer } from "./session-server.ts";
import { createSignOutMark } from "./sign-out-mark.ts";
import { createSignOut } from "./sign-out.ts";

const LOGOUT_URL = "https://login.example/logout";
const SITE = "https://app.example";
const SIGNED_IN = "__Host-tapedeck-signed-in=1";

/** A browser: its cookies that scripts can read, and its local storage unless it refuses that. */
function setUp({ refusesStorage = false } = {}) {
  const stored = new Map<string, string>();
  const cookies = new Set(["other=1", SIGNED_IN]);
  const refuse = () => {
    throw new DOMException("denied", "SecurityError");
  };
  vi.stubGlobal("document", {
    get cookie() {
      return [...cookies].join("; ");
    },
    set cookie(line: string) {
      const name = /^[^=]*=/.exec(line)?.[0] ?? "";
      for (const cookie of cookies) if (cookie.startsWith(name)) cookies.delete(cookie);
      if (!line.endsWith("Max-Age=0")) throw new Error(`sets a cookie: ${line}`);
    },
  });
  vi.stubGlobal(
    "localStorage",
    refusesStorage
      ? { getItem: refuse, setItem: refuse, removeItem: refuse }
      : {
          getItem: (key: string) => stored.get(key) ?? null,
          setItem: (key: string, value: string) => stored.set(key, value),
          removeItem: (key: string) => stored.delete(key),
        },
  );
  const asked: string[] = [];
  const network = { isUp: true };
  const server: SessionServer = {
    post: async (path) => {
      asked.push(path);
      if (!network.isUp) throw new AppError("OFFLINE", "The device is offline.");
      return { logoutUrl: LOGOUT_URL };
    },
  };
  return { cookies, asked, network, openTab: () => createSignOut(createSignOutMark(SITE), server) };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("signing out", () => {
  test("takes the sign-in out of force at once, and no other cookie", () => {
    const { openTab, cookies, asked } = setUp();
    const signOut = openTab();
    expect(signOut.isUnfinished()).toBe(false);
    signOut.begin();
    expect([...cookies]).toEqual(["other=1"]);
    expect(asked).toEqual([]);
    expect(signOut.isUnfinished()).toBe(true);
  });

  test("is over when the server has heard of it, and ends at the sign-in service", async () => {
    const { openTab, asked } = setUp();
    const signOut = openTab();
    signOut.begin();
    expect(await signOut.finish()).toBe(LOGOUT_URL);
    expect(asked).toEqual(["/auth/logout"]);
    expect(signOut.isUnfinished()).toBe(false);
  });

  test("stays unfinished without a network, for a tab that is opened later too", async () => {
    const { openTab, network } = setUp();
    const first = openTab();
    first.begin();
    network.isUp = false;
    await expect(first.finish()).rejects.toMatchObject({ code: "OFFLINE" });
    const second = openTab();
    expect(second.isUnfinished()).toBe(true);
    network.isUp = true;
    expect(await second.finish()).toBe(LOGOUT_URL);
  });

  test("sends one tab to the sign-in service, however many finish it", async () => {
    const { openTab } = setUp();
    const [first, second] = [openTab(), openTab()];
    first.begin();
    expect(second.isUnfinished()).toBe(true);
    expect(await Promise.all([first.finish(), second.finish()])).toEqual([LOGOUT_URL, undefined]);
  });

  test("has been overtaken when somebody has signed in since", () => {
    const { openTab, cookies } = setUp();
    const signOut = openTab();
    signOut.begin();
    cookies.add(SIGNED_IN);
    expect(signOut.isUnfinished()).toBe(false);
    cookies.delete(SIGNED_IN);
    expect(signOut.isUnfinished()).toBe(false);
  });

  test("ends no session of somebody who has signed in since", async () => {
    const { openTab, cookies, asked } = setUp();
    const signOut = openTab();
    signOut.begin();
    cookies.add(SIGNED_IN);
    expect(await signOut.finish()).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test("works for the page where the browser refuses its storage", async () => {
    const { openTab } = setUp({ refusesStorage: true });
    const signOut = openTab();
    signOut.begin();
    expect(signOut.isUnfinished()).toBe(true);
    expect(await signOut.finish()).toBe(LOGOUT_URL);
    expect(signOut.isUnfinished()).toBe(false);
  });
});
