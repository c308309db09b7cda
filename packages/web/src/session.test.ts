import { describe, expect, test } from "vitest";
import { createSession } from "./session.ts";

/** A scripted server and a clock of the test's own. */
function setUp(answers: readonly (() => Response | Promise<Response>)[]) {
  const requests: { path: string; headers: unknown; hasLimit: boolean }[] = [];
  const world = { nowMs: 0, isOnline: true };
  const session = createSession({
    nowMs: () => world.nowMs,
    isOnline: () => world.isOnline,
    fetch: async (path, init) => {
      const answer = answers[requests.length];
      requests.push({ path, headers: init.headers, hasLimit: init.signal instanceof AbortSignal });
      if (answer === undefined) throw new Error("an unexpected request");
      return answer();
    },
  });
  return { session, requests, world };
}

const token = (accessToken: string) => () => Response.json({ accessToken, expiresInSeconds: 300 });

describe("the session", () => {
  test("asks once, however many want the token at the same time", async () => {
    const { session, requests } = setUp([token("a")]);
    const tokens = await Promise.all([1, 2, 3].map(() => session.accessToken()));
    expect(tokens).toEqual(["a", "a", "a"]);
    expect(requests).toMatchObject([{ path: "/auth/token", headers: { "x-tapedeck": "1" } }]);
  });

  test("asks again when an answer did not come in time", async () => {
    const { session, requests } = setUp([
      () => Promise.reject(new DOMException("signal timed out", "TimeoutError")),
      token("b"),
    ]);
    await expect(session.accessToken()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    expect(await session.accessToken()).toBe("b");
    expect(requests.map(({ hasLimit }) => hasLimit)).toEqual([true, true]);
  });

  test("keeps a token until half a minute before it expires, and then asks again", async () => {
    const { session, world } = setUp([token("a"), token("b")]);
    await session.accessToken();
    world.nowMs = 269_999;
    expect(await session.accessToken()).toBe("a");
    world.nowMs = 270_000;
    expect(await session.accessToken()).toBe("b");
  });

  test("asks again for a token that the server refused", async () => {
    const { session } = setUp([token("a"), token("b")]);
    await session.accessToken();
    session.forget();
    expect(await session.accessToken()).toBe("b");
  });

  test("tells a person who is not signed in from a service that fails", async () => {
    const { session } = setUp([
      () => Response.json({ appCode: "NOT_SIGNED_IN", message: "…" }, { status: 401 }),
      () => new Response("<html>", { status: 502 }),
    ]);
    await expect(session.accessToken()).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    await expect(session.accessToken()).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  });

  test("tells being offline from a broken connection, and tries anew after either", async () => {
    const broken = () => Promise.reject(new TypeError("Failed to fetch"));
    const { session, world } = setUp([broken, broken, token("a")]);
    await expect(session.accessToken()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    world.isOnline = false;
    await expect(session.accessToken()).rejects.toMatchObject({ code: "OFFLINE" });
    expect(await session.accessToken()).toBe("a");
  });

  test("refuses an answer of another form", async () => {
    const { session } = setUp([() => Response.json({ accessToken: 1 })]);
    await expect(session.accessToken()).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  });

  test("forgets its token when the person signs out", async () => {
    const logoutUrl = "https://login.example/logout";
    const { session, requests } = setUp([
      token("a"),
      () => Response.json({ logoutUrl }),
      token("b"),
    ]);
    await session.accessToken();
    expect(await session.signOut()).toBe(logoutUrl);
    expect(requests.at(-1)?.path).toBe("/auth/logout");
    expect(await session.accessToken()).toBe("b");
  });
});
