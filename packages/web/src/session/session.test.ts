import { describe, expect, test } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import { createSession } from "./session.ts";

type Answer = () => Promise<Record<string, unknown>>;

/** A scripted server, and a clock that the test sets. */
function setUp(answers: readonly Answer[]) {
  const asked: string[] = [];
  const world = { nowMs: 0, isSigningOut: false, signInId: "1" as string | undefined };
  const session = createSession({
    nowMs: () => world.nowMs,
    isSigningOut: () => world.isSigningOut,
    currentSignInId: async () => world.signInId,
    server: {
      post: async (path) => {
        const answer = answers[asked.length];
        asked.push(path);
        if (answer === undefined) throw new Error("an unexpected request");
        return answer();
      },
    },
  });
  return { session, asked, world };
}

const token =
  (accessToken: string): Answer =>
  async () => ({ accessToken, expiresInSeconds: 300 });

describe("the session", () => {
  test("makes one request for concurrent callers", async () => {
    const { session, asked } = setUp([token("a")]);
    const tokens = await Promise.all([1, 2, 3].map(() => session.accessToken()));
    expect(tokens).toEqual(["a", "a", "a"]);
    expect(asked).toEqual(["/auth/token"]);
  });

  test("makes a new request after one failed", async () => {
    const { session } = setUp([
      () => Promise.reject(new AppError("CONNECTION_LOST", "…")),
      token("b"),
    ]);
    await expect(session.accessToken()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    expect(await session.accessToken()).toBe("b");
  });

  test("reuses a token until 30 s before it expires, then fetches a new one", async () => {
    const { session, world } = setUp([token("a"), token("b")]);
    await session.accessToken();
    world.nowMs = 269_999;
    expect(await session.accessToken()).toBe("a");
    world.nowMs = 270_000;
    expect(await session.accessToken()).toBe("b");
  });

  test("fetches a new token after the server refused one", async () => {
    const { session } = setUp([token("a"), token("b")]);
    await session.accessToken();
    session.forget();
    expect(await session.accessToken()).toBe("b");
  });

  test("does not keep a token that arrives after forget", async () => {
    const late = Promise.withResolvers<Record<string, unknown>>();
    const { session } = setUp([() => late.promise, token("b")]);
    const before = session.accessToken();
    session.forget();
    expect(await session.accessToken()).toBe("b");
    late.resolve({ accessToken: "a", expiresInSeconds: 300 });
    expect(await before).toBe("a");
    expect(await session.accessToken()).toBe("b");
  });

  test("tells what the last token's answer said of the person, and nothing that is no text", async () => {
    const { session } = setUp([
      async () => ({ accessToken: "a", expiresInSeconds: 300, name: "Ada Ortiz", email: 1 }),
      token("b"),
    ]);
    expect(session.personFacts()).toEqual({});
    await session.accessToken();
    expect(session.personFacts()).toEqual({ name: "Ada Ortiz" });
    session.forget();
    await session.accessToken();
    expect(session.personFacts()).toEqual({});
  });

  test("refuses an answer of another form", async () => {
    const { session } = setUp([async () => ({ accessToken: 1 })]);
    await expect(session.accessToken()).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  });

  test("gives no token while the person signs out, not even one that was already requested", async () => {
    const late = Promise.withResolvers<Record<string, unknown>>();
    const { session, asked, world } = setUp([() => late.promise]);
    const before = session.accessToken();
    world.isSigningOut = true;
    late.resolve({ accessToken: "a", expiresInSeconds: 300 });
    await expect(before).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    await expect(session.accessToken()).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    expect(asked).toHaveLength(1);
  });

  test.each([
    ["the person has signed out in any tab", undefined],
    ["another person has signed in", "2"],
  ])("drops its token and asks the server once %s", async (_what, signInId) => {
    const { session, asked, world } = setUp([
      token("a"),
      () => Promise.reject(new AppError("NOT_SIGNED_IN", "…")),
      token("c"),
    ]);
    expect(await session.accessToken()).toBe("a");
    world.signInId = signInId;
    await expect(session.accessToken()).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    expect(asked).toHaveLength(2);
    // A dropped token stays dropped, even if the cookie comes back.
    world.signInId = "1";
    expect(await session.accessToken()).toBe("c");
  });

  test("gives no token that was requested for an earlier sign-in, to neither person", async () => {
    const late = Promise.withResolvers<Record<string, unknown>>();
    const { session, world } = setUp([() => late.promise, token("b")]);
    const before = session.accessToken();
    await Promise.resolve();
    world.signInId = "2";
    const after = session.accessToken();
    late.resolve({ accessToken: "a", expiresInSeconds: 300 });
    await expect(before).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    expect(await after).toBe("b");
    expect(await session.accessToken()).toBe("b");
  });
});
