import { describe, expect, test } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import { createSession } from "./session.ts";

type Answer = () => Promise<Record<string, unknown>>;

/** A scripted server and a clock of the test's own. */
function setUp(answers: readonly Answer[]) {
  const asked: string[] = [];
  const world = { nowMs: 0, isSigningOut: false, signInId: "1" as string | undefined };
  const session = createSession({
    nowMs: () => world.nowMs,
    isSigningOut: () => world.isSigningOut,
    signInInForce: async () => world.signInId,
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
  test("asks once, however many want the token at the same time", async () => {
    const { session, asked } = setUp([token("a")]);
    const tokens = await Promise.all([1, 2, 3].map(() => session.accessToken()));
    expect(tokens).toEqual(["a", "a", "a"]);
    expect(asked).toEqual(["/auth/token"]);
  });

  test("asks again when asking failed", async () => {
    const { session } = setUp([
      () => Promise.reject(new AppError("CONNECTION_LOST", "…")),
      token("b"),
    ]);
    await expect(session.accessToken()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    expect(await session.accessToken()).toBe("b");
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

  test("does not remember a token that was on its way when it was told to forget", async () => {
    const late = Promise.withResolvers<Record<string, unknown>>();
    const { session } = setUp([() => late.promise, token("b")]);
    const before = session.accessToken();
    session.forget();
    expect(await session.accessToken()).toBe("b");
    late.resolve({ accessToken: "a", expiresInSeconds: 300 });
    expect(await before).toBe("a");
    expect(await session.accessToken()).toBe("b");
  });

  test("refuses an answer of another form", async () => {
    const { session } = setUp([async () => ({ accessToken: 1 })]);
    await expect(session.accessToken()).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  });

  test("gives no token while the person signs out, asks for none, and gives none that comes late", async () => {
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
    ["the person has signed out, in whichever tab", undefined],
    ["somebody has signed in since", "2"],
  ])("uses a token no more once %s, and asks the server", async (_what, signInId) => {
    const { session, asked, world } = setUp([
      token("a"),
      () => Promise.reject(new AppError("NOT_SIGNED_IN", "…")),
      token("c"),
    ]);
    expect(await session.accessToken()).toBe("a");
    world.signInId = signInId;
    await expect(session.accessToken()).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    expect(asked).toHaveLength(2);
    // Nor when the cookie comes back: what was forgotten stays forgotten.
    world.signInId = "1";
    expect(await session.accessToken()).toBe("c");
  });

  test("gives no token that was on its way when the sign-in ended, nor to the person who came after", async () => {
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
