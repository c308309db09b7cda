import { describe, expect, test } from "vitest";
import type { PutObject } from "@tapedeck/recorder";
import type { Session } from "./session.ts";
import { putWhileSignedIn } from "./put-while-signed-in.ts";
import { createOwnerSession } from "./owner-session.ts";

type PutRequest = Parameters<PutObject>[0];

const tokenOf = (claims: unknown) =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;

/** Gives the first token; each `forget` moves on to the next. */
function createBrowserSession(...tokens: string[]) {
  let at = 0;
  const session: Session & { asked: number; signInId: string | undefined } = {
    asked: 0,
    signInId: "1",
    currentSignInId: async () => session.signInId,
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

test("gives the owner's token, whatever other claims it has", async () => {
  // This token contains both characters that base64url has and base64 lacks.
  const token = tokenOf({ sub: "ada", name: "ÿ>?ÿ~" });
  expect(token).toMatch(/-.*_|_.*-/);
  expect(await createOwnerSession("ada", createBrowserSession(token)).accessToken()).toBe(token);
});

test("refuses another person's token, and gives the owner's again once they are back", async () => {
  const [bens, adas] = [tokenOf({ sub: "ben" }), tokenOf({ sub: "ada" })];
  const session = createOwnerSession("ada", createBrowserSession(bens, adas));
  await expect(session.accessToken()).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  expect(await session.accessToken()).toBe(adas);
});

test.each(["", "opaque", "a.b.c", tokenOf(null), tokenOf({})])(
  "refuses a token without a subject: %j",
  async (token) => {
    const session = createOwnerSession("ada", createBrowserSession(token));
    await expect(session.accessToken()).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  },
);

describe("a PUT", () => {
  const request = { signal: new AbortController().signal } as PutRequest;
  const [bens, adas] = [tokenOf({ sub: "ben" }), tokenOf({ sub: "ada" })];

  function setUp(...tokens: string[]) {
    const session = createBrowserSession(...tokens);
    const own = createOwnerSession("ada", session);
    const sent: PutRequest[] = [];
    const put = putWhileSignedIn(own, async (each) => void sent.push(each));
    return { session, own, sent, put };
  }

  test("is sent without a token request while the sign-in of its grant lasts", async () => {
    const { session, own, sent, put } = setUp(adas);
    await own.accessToken();
    await put(request);
    await put(request);
    expect(sent).toEqual([request, request]);
    expect(session.asked).toBe(1);
  });

  test.each([
    ["signed out", undefined, ""],
    ["signed out and another person signed in", "2", bens],
  ])("is not sent once the owner has %s", async (_how, signInId, next) => {
    const { session, own, sent, put } = setUp(adas, next);
    await own.accessToken();
    session.signInId = signInId;
    session.forget();
    await expect(put(request)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    expect(sent).toEqual([]);
  });

  test("is sent after the owner has signed in again", async () => {
    const { session, own, sent, put } = setUp(adas);
    await own.accessToken();
    session.signInId = "2";
    await put(request);
    expect(sent).toEqual([request]);
  });

  test("is not sent if it was aborted during that check", async () => {
    const { own, sent, put } = setUp(adas);
    await own.accessToken();
    const ended = AbortSignal.abort(new Error("ended"));
    await expect(put({ ...request, signal: ended })).rejects.toThrow("ended");
    expect(sent).toEqual([]);
  });
});
