// A first sign-in with a provider, through the shipped trigger: who gets an account, and what the log says.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inviteLocally } from "@tapedeck/local/cognito/invite";
import { signInAtAcme, type AcmeName } from "../fixtures/stack/acme-sign-in.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack({ federatesAcme: true });
});
afterAll(() => stack[Symbol.asyncDispose]());

/** The lines of the trigger. */
const asked = () =>
  stack.logLines
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .filter(({ message }) => String(message).startsWith("sign-up"));

/** Who the session of a sign-in at Acme is. */
async function personOf(name: AcmeName) {
  const { browser, end } = await signInAtAcme(stack, name);
  expect(end.location).toBe(`${stack.url}/`);
  const { accessToken } = JSON.parse((await browser.accessToken()).text) as { accessToken: string };
  const authorization = `Bearer ${accessToken}`;
  return (await stack.get("/trpc/session.me", { authorization })).data as {
    provider: string;
    sub: string;
  };
}

describe("a first sign-in with Acme", () => {
  it("gives an account to a person whose address the owner has invited, and later ones ask no more", async () => {
    const first = await personOf("cleo");
    expect(first).toMatchObject({ provider: "Acme" });
    expect(await personOf("cleo")).toEqual(first);
    expect(asked()).toMatchObject([{ message: "sign-up allowed", because: "invited" }]);
  });

  it("is refused to a person who was not invited, until the owner invites them", async () => {
    const { end } = await signInAtAcme(stack, "dora");
    expect(end.location).toBe(`${stack.url}/?signInError=NOT_INVITED`);
    expect(asked().at(-1)).toMatchObject({
      level: "INFO",
      message: "sign-up refused",
      because: "uninvited",
      source: "PreSignUp_ExternalProvider",
    });
    await inviteLocally(stack.dataDir, "Dora@acme.example");
    expect(await personOf("dora")).toMatchObject({ provider: "Acme" });
  });

  it("is refused with another sentence where Acme has not verified the address", async () => {
    const { end } = await signInAtAcme(stack, "finn");
    expect(end.location).toBe(`${stack.url}/?signInError=EMAIL_UNVERIFIED`);
  });

  it("leaves no address and no name in the log", () => {
    expect(asked().length).toBeGreaterThan(3);
    expect(stack.logLines.join("\n")).not.toMatch(/cleo|dora|finn|ada@|acme\.example/i);
  });
});
