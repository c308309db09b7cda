import { describe, expect, it } from "vitest";
import { REFUSAL_SENTENCES } from "@tapedeck/core/sign-up-refusals";
import type { LogFields } from "../log.ts";
import { createSignUpCheck, type SignUpCheckDeps } from "./sign-up-check.ts";

const ADDRESS = "eve@elsewhere.example";
const CLOSED = { isOpenToSignUp: false, allowedEmailDomains: [] };

/** As Cognito sends it for a first sign-in with a provider; `over` replaces attributes. */
const eventOf = (over: Readonly<Record<string, unknown>> = {}, triggerSource?: string) => ({
  version: "1",
  triggerSource: triggerSource ?? "PreSignUp_ExternalProvider",
  region: "us-east-1",
  userPoolId: "us-east-1_Tapedeck",
  userName: "google_107",
  callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "web" },
  request: { userAttributes: { email: ADDRESS, email_verified: "true", name: "Mallory", ...over } },
  response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
});

function setUp(over: Partial<SignUpCheckDeps> = {}) {
  const lines: { level: string; message: string; fields: LogFields | undefined }[] = [];
  const asked: (readonly [userPoolId: string, address: string])[] = [];
  const check = createSignUpCheck({
    settings: CLOSED,
    isInvited: async (...question) => {
      asked.push(question);
      return false;
    },
    log: {
      info: (message, fields) => lines.push({ level: "INFO", message, fields }),
      error: (message, fields) => lines.push({ level: "ERROR", message, fields }),
    },
    ...over,
  });
  return { lines, asked, run: (event: unknown) => check(event, { awsRequestId: "request-1" }) };
}

describe("the pre-sign-up check", () => {
  it("returns the event of a person whose verified address is invited", async () => {
    const { run, lines } = setUp({ isInvited: async () => true });
    await expect(run(eventOf())).resolves.toEqual(eventOf());
    expect(lines).toMatchObject([{ message: "sign-up allowed", fields: { because: "invited" } }]);
  });

  it("asks for the address in the form in which it was judged", async () => {
    const { run, asked } = setUp();
    await expect(run(eventOf({ email: "EVE@Elsewhere.Example" }))).rejects.toThrow(
      REFUSAL_SENTENCES.NOT_INVITED,
    );
    expect(asked).toEqual([["us-east-1_Tapedeck", ADDRESS]]);
  });

  it("refuses a stranger with the sentence that our callback knows", async () => {
    const { run } = setUp();
    await expect(run(eventOf())).rejects.toThrow(new Error(REFUSAL_SENTENCES.NOT_INVITED));
  });

  it.each([
    ["is false", { email_verified: "false" }],
    ["is absent", { email_verified: undefined }],
    ["is written in another way", { email_verified: "True" }],
  ])(
    "refuses an invited address when email_verified %s, and asks the pool nothing",
    async (_when, over) => {
      const { run, asked } = setUp({ isInvited: async () => true });
      await expect(run(eventOf(over))).rejects.toThrow(REFUSAL_SENTENCES.EMAIL_UNVERIFIED);
      expect(asked).toEqual([]);
    },
  );

  it("lets the owner make any account without a question to the pool", async () => {
    const { run, asked } = setUp();
    const event = eventOf({ email_verified: "false" }, "PreSignUp_AdminCreateUser");
    await expect(run(event)).resolves.toEqual(event);
    expect(asked).toEqual([]);
  });

  it("takes back what a forged event asks Cognito to confirm by itself", async () => {
    const { run } = setUp({ isInvited: async () => true });
    const response = { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: true };
    await expect(run({ ...eventOf(), response })).resolves.toEqual(eventOf());
  });

  it.each([
    ["no object", "PreSignUp_AdminCreateUser"],
    ["no request", { ...eventOf(), request: undefined }],
    ["a list of addresses", eventOf({ email: [ADDRESS] })],
    ["a verified address that is no text", eventOf({ email_verified: true })],
    ["no source", { ...eventOf(), triggerSource: undefined }],
    ["the source of another trigger", eventOf({}, "PostConfirmation_ConfirmSignUp")],
  ])(
    "refuses an event with %s, even when all are invited and the stage is open",
    async (_what, event) => {
      const { run } = setUp({
        isInvited: async () => true,
        settings: { isOpenToSignUp: true, allowedEmailDomains: [] },
      });
      await expect(run(event)).rejects.toThrow(REFUSAL_SENTENCES.NOT_INVITED);
    },
  );

  it("stays closed when the pool does not answer, and keeps the cause for the log", async () => {
    const { run, lines } = setUp({
      isInvited: async () => {
        throw new Error("answered 500 at https://cognito-idp.example");
      },
    });
    await expect(run(eventOf())).rejects.toThrow(
      new Error("The invitation cannot be looked up now. Try again in a minute"),
    );
    expect(lines).toMatchObject([
      { level: "ERROR", message: "invitation not looked up", fields: { requestId: "request-1" } },
    ]);
  });

  it.each([true, false])("logs why and never who, invited: %s", async (invited) => {
    const { run, lines } = setUp({ isInvited: async () => invited });
    await run(eventOf()).catch(() => undefined);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.fields).toMatchObject({
      requestId: "request-1",
      source: "PreSignUp_ExternalProvider",
      because: invited ? "invited" : "uninvited",
    });
    expect(JSON.stringify(lines)).not.toMatch(/elsewhere|Mallory|google_107/i);
  });
});
