import { afterEach, describe, expect, test, vi } from "vitest";
import { browserSessionServer, createSessionServer } from "./session-server.ts";

type Answer = () => Response | Promise<Response>;

/** Several tabs of one browser, and a scripted server. */
function setUp(answers: readonly Answer[]) {
  const requests: { path: string; method: unknown; headers: unknown; hasTimeout: boolean }[] = [];
  const world = { isOnline: true, inFlight: 0, mostInFlight: 0 };
  let last: Promise<unknown> = Promise.resolve();
  const openTab = () =>
    createSessionServer({
      isOnline: () => world.isOnline,
      withLock: (signal, run) => {
        const next = last.then(() => {
          signal.throwIfAborted();
          return run();
        });
        last = next.catch(() => undefined);
        return next;
      },
      fetch: async (path, { method, headers, signal }) => {
        const answer = answers[requests.length];
        requests.push({ path, method, headers, hasTimeout: signal instanceof AbortSignal });
        if (answer === undefined) throw new Error("an unexpected request");
        world.mostInFlight = Math.max(world.mostInFlight, ++world.inFlight);
        await Promise.resolve();
        world.inFlight -= 1;
        return answer();
      },
    });
  return { openTab, requests, world };
}

const token: Answer = () => Response.json({ accessToken: "a" });
const signedOut: Answer = () => Response.json({ logoutUrl: "/" });
const broken: Answer = () => Promise.reject(new TypeError("Failed to fetch"));

describe("the session's server", () => {
  test("gets our header and a timeout with each request, and gives the fields of its answer", async () => {
    const { openTab, requests } = setUp([token]);
    expect(await openTab().post("/auth/token")).toEqual({ accessToken: "a" });
    expect(requests).toEqual([
      { path: "/auth/token", method: "POST", headers: { "x-tapedeck": "1" }, hasTimeout: true },
    ]);
  });

  test("is asked by one tab at a time, and by the next tab after a failure", async () => {
    const { openTab, world } = setUp([token, broken, signedOut]);
    const outcomes = await Promise.allSettled([
      openTab().post("/auth/token"),
      openTab().post("/auth/token"),
      openTab().post("/auth/logout"),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(world.mostInFlight).toBe(1);
  });

  test("throws the code of the server's refusal, and SERVICE_UNAVAILABLE for a gateway's error", async () => {
    const { openTab } = setUp([
      () => Response.json({ appCode: "NOT_SIGNED_IN", message: "…" }, { status: 401 }),
      () => new Response("<html>", { status: 502 }),
    ]);
    const tab = openTab();
    await expect(tab.post("/auth/token")).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    await expect(tab.post("/auth/token")).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  });

  test.each(["/auth/token", "/auth/logout"] as const)(
    "does not accept a captive portal's page as the answer of %s",
    async (path) => {
      const { openTab } = setUp([
        () => new Response("<html>Welcome to the hotel", { status: 200 }),
        () => Response.json({ ok: true }),
        () => new Response("<html>", { status: 403 }),
      ]);
      const tab = openTab();
      for (let answer = 0; answer < 3; answer++) {
        await expect(tab.post(path)).rejects.toMatchObject({ code: "SERVICE_BLOCKED" });
      }
    },
  );

  test("distinguishes an offline device from a lost connection", async () => {
    const { openTab, world } = setUp([broken, broken]);
    await expect(openTab().post("/auth/token")).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    world.isOnline = false;
    await expect(openTab().post("/auth/token")).rejects.toMatchObject({ code: "OFFLINE" });
  });

  test("reports a lost connection when the lock is not granted in time", async () => {
    const server = createSessionServer({
      isOnline: () => true,
      fetch: () => Promise.reject(new Error("asked without the lock")),
      withLock: () => Promise.reject(new DOMException("signal timed out", "TimeoutError")),
    });
    await expect(server.post("/auth/logout")).rejects.toMatchObject({
      code: "CONNECTION_LOST",
      cause: { name: "TimeoutError" },
    });
  });
});

describe("the browser's session server", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test.each<[string, Record<string, unknown>]>([
    ["has no Web Locks", {}],
    [
      "refuses its locks, as some do where cookies are blocked",
      { locks: { request: () => Promise.reject(new DOMException("denied", "SecurityError")) } },
    ],
  ])("is asked without a lock where the browser %s", async (_how, navigator) => {
    vi.stubGlobal("navigator", { onLine: true, ...navigator });
    vi.stubGlobal("fetch", async () =>
      Response.json({ appCode: "NOT_SIGNED_IN" }, { status: 401 }),
    );
    await expect(browserSessionServer().post("/auth/token")).rejects.toMatchObject({
      code: "NOT_SIGNED_IN",
    });
  });

  test("is asked once where the browser has Web Locks, even if the request fails", async () => {
    const request = (_name: string, _options: unknown, run: () => Promise<unknown>) => run();
    const asked = vi.fn<() => Promise<Response>>(() =>
      Promise.reject(new TypeError("Failed to fetch")),
    );
    vi.stubGlobal("navigator", { onLine: true, locks: { request } });
    vi.stubGlobal("fetch", asked);
    await expect(browserSessionServer().post("/auth/token")).rejects.toMatchObject({
      code: "CONNECTION_LOST",
    });
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
