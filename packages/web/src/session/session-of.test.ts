import { describe, expect, test } from "vitest";
import type { PutRequest } from "@tapedeck/recorder/upload/put-object";
import type { Session } from "./session.ts";
import { putWhileSignedIn } from "./put-while-signed-in.ts";
import { sessionOf } from "./session-of.ts";

const tokenOf = (claims: unknown) =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;

/** Gives the tokens one after the other, the next one when told to forget. */
function createBrowserSession(...tokens: string[]) {
  let at = 0;
  const session: Session & { asked: number; signInId: string | undefined } = {
    asked: 0,
    signInId: "1",
    signInInForce: async () => session.signInId,
    accessToken: async () => {
      session.asked += 1;
      return tokens[at] ?? "";
    },
    forget: () => {
      at += 1;
    },
  };
  return session;
}

test("gives the person's own token, whatever else it says", async () => {
  // In base64url, it has both characters that base64 lacks.
  const token = tokenOf({ sub: "ada", name: "ÿ>?ÿ~" });
  expect(token).toMatch(/-.*_|_.*-/);
  expect(await sessionOf("ada", createBrowserSession(token)).accessToken()).toBe(token);
});

test("gives nobody else's, and the person's again as soon as they are back", async () => {
  const [bens, adas] = [tokenOf({ sub: "ben" }), tokenOf({ sub: "ada" })];
  const session = sessionOf("ada", createBrowserSession(bens, adas));
  await expect(session.accessToken()).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  expect(await session.accessToken()).toBe(adas);
});

test.each(["", "opaque", "a.b.c", tokenOf(null), tokenOf({})])(
  "gives no token that names nobody: %j",
  async (token) => {
    const session = sessionOf("ada", createBrowserSession(token));
    await expect(session.accessToken()).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  },
);

describe("a PUT", () => {
  const request = { signal: new AbortController().signal } as PutRequest;
  const [bens, adas] = [tokenOf({ sub: "ben" }), tokenOf({ sub: "ada" })];

  function setUp(...tokens: string[]) {
    const session = createBrowserSession(...tokens);
    const own = sessionOf("ada", session);
    const sent: PutRequest[] = [];
    const put = putWhileSignedIn(own, async (each) => void sent.push(each));
    return { session, own, sent, put };
  }

  test("is sent while the sign-in lasts that its grant was asked for with, and asks for no token", async () => {
    const { session, own, sent, put } = setUp(adas);
    await own.accessToken();
    await put(request);
    await put(request);
    expect(sent).toEqual([request, request]);
    expect(session.asked).toBe(1);
  });

  test.each([
    ["signed out", undefined, ""],
    ["signed out, and somebody else signed in", "2", bens],
  ])("is not sent once the person has %s", async (_how, signInId, next) => {
    const { session, own, sent, put } = setUp(adas, next);
    await own.accessToken();
    session.signInId = signInId;
    session.forget();
    await expect(put(request)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    expect(sent).toEqual([]);
  });

  test("is sent when the same person has signed in again", async () => {
    const { session, own, sent, put } = setUp(adas);
    await own.accessToken();
    session.signInId = "2";
    await put(request);
    expect(sent).toEqual([request]);
  });

  test("is not sent when it was given up while that was looked at", async () => {
    const { own, sent, put } = setUp(adas);
    await own.accessToken();
    const ended = AbortSignal.abort(new Error("ended"));
    await expect(put({ ...request, signal: ended })).rejects.toThrow("ended");
    expect(sent).toEqual([]);
  });
});
