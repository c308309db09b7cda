// Whether the search through every test's log would find what it is there to find.
import { beforeAll, describe, expect, test } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import type { Grant } from "@tapedeck/core/contract";
import { errorFields } from "@tapedeck/functions/log";
import { signIn } from "@tapedeck/local/cognito/sign-in";
import { makeSegment, RECORDING_ID } from "../api/samples.ts";
import { createBrowser, SIGN_IN_COOKIE } from "../attacks/browser.ts";
import { refuseSecrets } from "./log-secrets.ts";
import { startTestStack } from "./test-stack.ts";

const secrets = new Map<string, string>();

beforeAll(async () => {
  await using stack = await startTestStack();
  const browser = createBrowser(stack);
  const authorize = await browser.beginSignIn();
  secrets.set("a state", authorize.searchParams.get("state") ?? "");
  secrets.set("a PKCE challenge", authorize.searchParams.get("code_challenge") ?? "");
  secrets.set("a sign-in's seal", browser.cookies.get(SIGN_IN_COOKIE) ?? "");
  const callback = await browser.walkToCallback(authorize, "ada");
  secrets.set("a code", callback.searchParams.get("code") ?? "");
  await browser.visit(callback.href);
  secrets.set("a session's seal", browser.session()[1]);
  secrets.set("a session's cookie", browser.session().join("="));
  const tokens = await tokensOf(stack);
  secrets.set("an access token", tokens.accessToken);
  secrets.set("an access token's signature", tokens.accessToken.split(".")[2] ?? "");
  secrets.set("a refresh token", tokens.refreshToken);
  const answer = await stack.post(
    "segments.presign",
    JSON.stringify({ recordingId: RECORDING_ID, segments: [makeSegment(0)] }),
    { authorization: `Bearer ${tokens.accessToken}` },
  );
  const [grant] = answer.data as Grant[];
  secrets.set("a grant", grant?.url ?? "");
  secrets.set(
    "a grant's signature",
    new URL(grant?.url ?? "").searchParams.get("X-Amz-Signature") ?? "",
  );
});

function tokensOf({ cognito, cliRedirectUri }: Awaited<ReturnType<typeof startTestStack>>) {
  const [ada] = cognito.users;
  if (ada === undefined) throw new Error("nobody is seeded");
  return signIn({
    origin: cognito.origin,
    clientId: cognito.cliClientId,
    redirectUri: cliRedirectUri,
    name: ada.name,
    password: ada.password,
  });
}

const line = (text: string) => JSON.stringify({ level: "INFO", message: text });

test("each kind of secret is found by its shape alone, wherever it stands", () => {
  expect(secrets.size).toBe(11);
  const missed = [...secrets].flatMap(([what, secret]) =>
    [secret, `refused ${secret}, as ever`, `x=${secret}&y=1`]
      .filter((text) => {
        try {
          refuseSecrets([line("begun"), line(text)]);
          return true;
        } catch {
          return secret.length < 20;
        }
      })
      .map(() => what),
  );
  expect(missed).toEqual([]);
});

test("one that has no such shape is found by its value", () => {
  expect(() => refuseSecrets([line("the password ada-local")], ["ada-local"])).toThrow("ada-local");
});

describe("what a log is for stays:", () => {
  test.each([
    ["a request id", "8aba725f-c723-4e8b-81c3-66e3b1d9f4ec"],
    [
      "a segment's key",
      `users/hosts/cognito/0b9c1f6e-7a54-4a6f-9a3e-0d6d2f4b8c11/${RECORDING_ID}_000000.webm`,
    ],
    [
      "an error with its stack and cause",
      JSON.stringify(
        errorFields(
          new AppError("SERVICE_UNAVAILABLE", "S3 answered 503.", {
            cause: new Error("socket hang up"),
          }),
        ),
      ),
    ],
  ])("%s", (_what, text) => {
    expect(() => refuseSecrets([line(text)])).not.toThrow();
  });
});

test("a stack whose log holds a secret does not end well", async () => {
  const stack = await startTestStack();
  stack.faults.add({ at: "api", kind: "token-expired" });
  const token = await stack.tokenOf("ada");
  await stack.get("/trpc/session.me", { authorization: `Bearer ${token}` });
  expect(stack.logLines).toHaveLength(1);
  (stack.logLines as string[]).push(line(`refused ${token}`));
  await expect(stack[Symbol.asyncDispose]()).rejects.toThrow("holds a secret");
});
