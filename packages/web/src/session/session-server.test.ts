import { afterEach, describe, expect, test, vi } from "vitest";
import { browserSessionServer, createSessionServer } from "./session-server.ts";

type Answer = () => Response | Promise<Response>;

/** Several tabs of one browser, and a scripted server. */
function setUp(answers: readonly Answer[]) {
  const requests: { path: string; method: unknown; headers: unknown; hasLimit: boolean }[] = [];
  const world = { isOnline: true, inFlight: 0, mostInFlight: 0 };
  let turn: Promise<unknown> = Promise.resolve();
  const openTab = () =>
    createSessionServer({
      isOnline: () => world.isOnline,
      inTurn: (signal, run) => {
        const mine = turn.then(() => {
          signal.throwIfAborted();
          return run();
        });
        turn = mine.catch(() => undefined);
        return mine;
      },
      fetch: async (path, { method, headers, signal }) => {
        const answer = answers[requests.length];
        requests.push({ path, method, headers, hasLimit: signal instanceof AbortSignal });
        if (answer === undefined) throw new Error("an unexpected request");
        world.mostInFlight = Math.max(world.mostInFlight, ++world.inFlight);
        await Promise.resolve();
        world.inFlight -= 1;
        return answer();
      },
    });
  return { openTab, requests, world };
}

const fine: Answer = () => Response.json({ accessToken: "a" });
const signedOut: Answer = () => Response.json({ logoutUrl: "/" });
const broken: Answer = () => Promise.reject(new TypeError("Failed to fetch"));

describe("the session's server", () => {
  test("is asked with our header, a limit of time, and gives the fields of its answer", async () => {
    const { openTab, requests } = setUp([fine]);
    expect(await openTab().post("/auth/token")).toEqual({ accessToken: "a" });
    expect(requests).toEqual([
      { path: "/auth/token", method: "POST", headers: { "x-tapedeck": "1" }, hasLimit: true },
    ]);
  });

  test("is asked by one tab at a time, and by the next although the one before failed", async () => {
    const { openTab, world } = setUp([fine, broken, signedOut]);
    const outcomes = await Promise.allSettled([
      openTab().post("/auth/token"),
      openTab().post("/auth/token"),
      openTab().post("/auth/logout"),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(world.mostInFlight).toBe(1);
  });

  test("says by a code why it refuses, and that it is away when only a gateway answers", async () => {
    const { openTab } = setUp([
      () => Response.json({ appCode: "NOT_SIGNED_IN", message: "…" }, { status: 401 }),
      () => new Response("<html>", { status: 502 }),
    ]);
    const tab = openTab();
    await expect(tab.post("/auth/token")).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    await expect(tab.post("/auth/token")).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  });

  test.each(["/auth/token", "/auth/logout"] as const)(
    "takes no page of somebody in between for the answer of %s",
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

  test("tells being offline from a broken connection", async () => {
    const { openTab, world } = setUp([broken, broken]);
    await expect(openTab().post("/auth/token")).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    world.isOnline = false;
    await expect(openTab().post("/auth/token")).rejects.toMatchObject({ code: "OFFLINE" });
  });

  test("counts as lost when the turn does not come", async () => {
    const server = createSessionServer({
      isOnline: () => true,
      fetch: () => Promise.reject(new Error("asked out of turn")),
      inTurn: () => Promise.reject(new DOMException("signal timed out", "TimeoutError")),
    });
    await expect(server.post("/auth/logout")).rejects.toMatchObject({
      code: "CONNECTION_LOST",
      cause: { name: "TimeoutError" },
    });
  });
});

describe("the browser's own", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test.each<[string, Record<string, unknown>]>([
    ["has no locks", {}],
    [
      "refuses its locks, as some do where cookies are blocked",
      { locks: { request: () => Promise.reject(new DOMException("denied", "SecurityError")) } },
    ],
  ])("asks without a turn where the browser %s", async (_how, navigator) => {
    vi.stubGlobal("navigator", { onLine: true, ...navigator });
    vi.stubGlobal("fetch", async () =>
      Response.json({ appCode: "NOT_SIGNED_IN" }, { status: 401 }),
    );
    await expect(browserSessionServer().post("/auth/token")).rejects.toMatchObject({
      code: "NOT_SIGNED_IN",
    });
  });

  test("asks once where the browser has locks, although the request fails", async () => {
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
