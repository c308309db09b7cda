import { describe, expect, test } from "vitest";
import { createShell } from "./shell.ts";

type ShellRequest = Pick<Request, "method" | "mode" | "url">;

const ORIGIN = "https://app.example";
const FILES = ["/assets/app-1.js", "/favicon.svg"];

const toPage = (path = "/"): ShellRequest => ({
  method: "GET",
  mode: "navigate",
  url: ORIGIN + path,
});
const toFile = (path: string): ShellRequest => ({
  method: "GET",
  mode: "no-cors",
  url: ORIGIN + path,
});

/** A browser's caches and a network, in memory. */
function setUp(stored: Readonly<Record<string, readonly string[]>> = {}) {
  const caches = new Map(Object.entries(stored).map(([name, paths]) => [name, new Set(paths)]));
  const asked: string[] = [];
  const network = { answer: async (path: string) => new Response(`network ${path}`) };
  let tooLate = () => {};
  const timers = { open: 0, ring: () => tooLate() };
  const shell = createShell<ShellRequest>({
    origin: ORIGIN,
    version: "2",
    files: FILES,
    caches: {
      keys: async () => [...caches.keys()],
      delete: async (name) => caches.delete(name),
      match: async (path) => {
        const name = [...caches.keys()].find((each) => caches.get(each)?.has(path));
        return name === undefined ? undefined : new Response(`cached ${path} of ${name}`);
      },
      open: async (name) => {
        const cachedPaths = caches.get(name) ?? new Set<string>();
        caches.set(name, cachedPaths);
        return {
          addAll: async (paths) => {
            for (const path of paths) cachedPaths.add(path);
          },
          match: async (path) =>
            cachedPaths.has(path) ? new Response(`cached ${path}`) : undefined,
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
  const bodyOf = async (request: ShellRequest) => (await shell.answer(request))?.text();
  return { shell, caches, network, asked, timers, bodyOf };
}

test("caches the page and every file on install, and removes only the caches of other versions on activation", async () => {
  const { shell, caches } = setUp({ "tapedeck-shell-1": ["/"], "other-app": ["/"] });
  await shell.install();
  await shell.removeOtherVersions();
  expect([...caches.keys()]).toEqual(["other-app", "tapedeck-shell-2"]);
  expect([...(caches.get("tapedeck-shell-2") ?? [])]).toEqual(["/", ...FILES]);
});

describe("a page", () => {
  test("comes from the network, even when it is cached", async () => {
    const { shell, timers, bodyOf } = setUp();
    await shell.install();
    expect(await bodyOf(toPage("/anything?signInError=OFFLINE"))).toBe("network /anything");
    expect(timers.open).toBe(0);
  });

  test("comes from the cache when the network is away or answers with a server error", async () => {
    const { shell, network, timers, bodyOf } = setUp();
    await shell.install();
    network.answer = () => Promise.reject(new TypeError("Failed to fetch"));
    expect(await bodyOf(toPage("/anything"))).toBe("cached /");
    network.answer = async () => new Response("down", { status: 503 });
    expect(await bodyOf(toPage())).toBe("cached /");
    expect(timers.open).toBe(0);
  });

  test("comes from the cache when the network is too slow", async () => {
    const { shell, network, timers, bodyOf } = setUp();
    await shell.install();
    network.answer = () => new Promise(() => {});
    const body = bodyOf(toPage());
    timers.ring();
    expect(await body).toBe("cached /");
  });

  test("is the network's answer, even an error, when nothing is cached", async () => {
    const { shell, network } = setUp();
    network.answer = async () => new Response("down", { status: 503 });
    expect((await shell.answer(toPage()))?.status).toBe(503);
    network.answer = () => Promise.reject(new TypeError("Failed to fetch"));
    expect((await shell.answer(toPage()))?.type).toBe("error");
  });
});

test("serves a file of this build from the cache, and from the network once the cache is gone", async () => {
  const { shell, caches, asked, bodyOf } = setUp();
  await shell.install();
  expect(await bodyOf(toFile("/assets/app-1.js"))).toBe("cached /assets/app-1.js");
  expect(asked).toEqual([]);
  caches.clear();
  expect(await bodyOf(toFile("/assets/app-1.js"))).toBe("network /assets/app-1.js");
});

test("serves a page of another build its files from that build's cache, else from the network", async () => {
  const { shell, asked, bodyOf } = setUp({ "tapedeck-shell-1": ["/assets/app-0.js"] });
  await shell.install();
  const old = "/assets/app-0.js";
  expect(await bodyOf(toFile(old))).toBe(`cached ${old} of tapedeck-shell-1`);
  expect(asked).toEqual([]);
  expect(await bodyOf(toFile("/assets/app-3.js"))).toBe("network /assets/app-3.js");
});

test.each<[string, ShellRequest]>([
  ["the API", toFile("/trpc/session.me")],
  ["the sign-in, though it navigates", toPage("/auth/login?return=/")],
  ["the way back from it", toPage("/auth/callback?code=1")],
  ["a file that no build has", toFile("/robots.txt")],
  ["another origin", { method: "GET", mode: "cors", url: "https://bucket.example/favicon.svg" }],
  ["another origin's page", { method: "GET", mode: "navigate", url: "https://bucket.example/" }],
  ["a form that is posted", { method: "POST", mode: "navigate", url: `${ORIGIN}/` }],
])("leaves %s to the browser", async (_what, request) => {
  const { shell, asked } = setUp();
  await shell.install();
  expect(shell.answer(request)).toBeUndefined();
  expect(asked).toEqual([]);
});
