import { afterEach, describe, expect, test, vi } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import type { SessionServer } from "./session-server.ts";
import { createSignOutMark } from "./sign-out-mark.ts";
import { createSignOut } from "./sign-out.ts";

const LOGOUT_URL = "https://login.example/logout";
const SITE = "https://app.example";
const SIGNED_IN = "__Host-tapedeck-signed-in=1";

/** A browser's script-readable cookies and its local storage, which it may refuse. */
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
  test("removes the sign-in cookie at once, and no other cookie", () => {
    const { openTab, cookies, asked } = setUp();
    const signOut = openTab();
    expect(signOut.isPending()).toBe(false);
    signOut.begin();
    expect([...cookies]).toEqual(["other=1"]);
    expect(asked).toEqual([]);
    expect(signOut.isPending()).toBe(true);
  });

  test("is complete once the server knows of it, and returns the sign-in service's logout URL", async () => {
    const { openTab, asked } = setUp();
    const signOut = openTab();
    signOut.begin();
    expect(await signOut.finish()).toBe(LOGOUT_URL);
    expect(asked).toEqual(["/auth/logout"]);
    expect(signOut.isPending()).toBe(false);
  });

  test("stays pending without a network, also for a tab that is opened later", async () => {
    const { openTab, network } = setUp();
    const first = openTab();
    first.begin();
    network.isUp = false;
    await expect(first.finish()).rejects.toMatchObject({ code: "OFFLINE" });
    const second = openTab();
    expect(second.isPending()).toBe(true);
    network.isUp = true;
    expect(await second.finish()).toBe(LOGOUT_URL);
  });

  test("sends only one of several tabs to the sign-in service", async () => {
    const { openTab } = setUp();
    const [first, second] = [openTab(), openTab()];
    first.begin();
    expect(second.isPending()).toBe(true);
    expect(await Promise.all([first.finish(), second.finish()])).toEqual([LOGOUT_URL, undefined]);
  });

  test("is no longer pending after a new sign-in", () => {
    const { openTab, cookies } = setUp();
    const signOut = openTab();
    signOut.begin();
    cookies.add(SIGNED_IN);
    expect(signOut.isPending()).toBe(false);
    cookies.delete(SIGNED_IN);
    expect(signOut.isPending()).toBe(false);
  });

  test("does not end the session of a later sign-in", async () => {
    const { openTab, cookies, asked } = setUp();
    const signOut = openTab();
    signOut.begin();
    cookies.add(SIGNED_IN);
    expect(await signOut.finish()).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test("works within one page where the browser refuses storage", async () => {
    const { openTab } = setUp({ refusesStorage: true });
    const signOut = openTab();
    signOut.begin();
    expect(signOut.isPending()).toBe(true);
    expect(await signOut.finish()).toBe(LOGOUT_URL);
    expect(signOut.isPending()).toBe(false);
  });
});
