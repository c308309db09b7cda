import { describe, expect, test } from "vitest";
import { createShell } from "./shell.ts";

type Asked = Pick<Request, "method" | "mode" | "url">;

const ORIGIN = "https://app.example";
const FILES = ["/assets/app-1.js", "/favicon.svg"];

const toPage = (path = "/"): Asked => ({ method: "GET", mode: "navigate", url: ORIGIN + path });
const toFile = (path: string): Asked => ({ method: "GET", mode: "no-cors", url: ORIGIN + path });

/** A browser's caches and a network, both in memory. */
function setUp(stored: Readonly<Record<string, readonly string[]>> = {}) {
  const caches = new Map(Object.entries(stored).map(([name, paths]) => [name, new Set(paths)]));
  const asked: string[] = [];
  const network = { answer: async (path: string) => new Response(`new ${path}`) };
  let tooLate = () => {};
  const timers = { open: 0, ring: () => tooLate() };
  const shell = createShell<Asked>({
    origin: ORIGIN,
    version: "2",
    files: FILES,
    caches: {
      keys: async () => [...caches.keys()],
      delete: async (name) => caches.delete(name),
      open: async (name) => {
        const kept = caches.get(name) ?? new Set<string>();
        caches.set(name, kept);
        return {
          addAll: async (paths) => {
            for (const path of paths) kept.add(path);
          },
          match: async (path) => (kept.has(path) ? new Response(`kept ${path}`) : undefined),
        };
      },
    },
    fetch: ({ url }) => {
      const { pathname } = new URL(url);
      asked.push(pathname);
      return network.answer(pathname);
    },
    setTimer: (_delayMs, callback) => {
      timers.open += 1;
      tooLate = callback;
      return () => {
        timers.open -= 1;
      };
    },
  });
  const bodyOf = async (request: Asked) => (await shell.answer(request))?.text();
  return { shell, caches, network, asked, timers, bodyOf };
}

test("installing keeps the page and every file; activating removes other versions, and only those", async () => {
  const { shell, caches } = setUp({ "tapedeck-shell-1": ["/"], "somebody-else": ["/"] });
  await shell.install();
  await shell.removeOthers();
  expect([...caches.keys()]).toEqual(["somebody-else", "tapedeck-shell-2"]);
  expect([...(caches.get("tapedeck-shell-2") ?? [])]).toEqual(["/", ...FILES]);
});

describe("a page", () => {
  test("is the network's, whatever is kept", async () => {
    const { shell, timers, bodyOf } = setUp();
    await shell.install();
    expect(await bodyOf(toPage("/anything?signInError=OFFLINE"))).toBe("new /anything");
    expect(timers.open).toBe(0);
  });

  test("is the one that is kept when there is no network, or one that does not work", async () => {
    const { shell, network, timers, bodyOf } = setUp();
    await shell.install();
    network.answer = () => Promise.reject(new TypeError("Failed to fetch"));
    expect(await bodyOf(toPage("/anything"))).toBe("kept /");
    network.answer = async () => new Response("down", { status: 503 });
    expect(await bodyOf(toPage())).toBe("kept /");
    expect(timers.open).toBe(0);
  });

  test("is the one that is kept when the network takes too long", async () => {
    const { shell, network, timers, bodyOf } = setUp();
    await shell.install();
    network.answer = () => new Promise(() => {});
    const body = bodyOf(toPage());
    timers.ring();
    expect(await body).toBe("kept /");
  });

  test("is whatever the network says when nothing is kept", async () => {
    const { shell, network } = setUp();
    network.answer = async () => new Response("down", { status: 503 });
    expect((await shell.answer(toPage()))?.status).toBe(503);
    network.answer = () => Promise.reject(new TypeError("Failed to fetch"));
    expect((await shell.answer(toPage()))?.type).toBe("error");
  });
});

test("a file of this build is the kept one, and the network's if it is not there any more", async () => {
  const { shell, caches, asked, bodyOf } = setUp();
  await shell.install();
  expect(await bodyOf(toFile("/assets/app-1.js"))).toBe("kept /assets/app-1.js");
  expect(asked).toEqual([]);
  caches.clear();
  expect(await bodyOf(toFile("/assets/app-1.js"))).toBe("new /assets/app-1.js");
});

test.each<[string, Asked]>([
  ["the API", toFile("/trpc/session.me")],
  ["the sign-in, though it navigates", toPage("/auth/login?return=/")],
  ["the way back from it", toPage("/auth/callback?code=1")],
  ["a file of another build", toFile("/assets/app-0.js")],
  ["another origin", { method: "GET", mode: "cors", url: "https://bucket.example/favicon.svg" }],
  ["another origin's page", { method: "GET", mode: "navigate", url: "https://bucket.example/" }],
  ["what is sent", { method: "POST", mode: "navigate", url: `${ORIGIN}/` }],
])("%s is left to the browser", async (_what, request) => {
  const { shell, asked } = setUp();
  await shell.install();
  expect(shell.answer(request)).toBeUndefined();
  expect(asked).toEqual([]);
});
