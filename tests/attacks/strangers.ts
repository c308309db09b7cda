// Strangers whom another provider vouches for: at a first sign-in, and at the trigger with events of their making.
import { createBrowser } from "../fixtures/stack/http-browser.ts";
import { walkThroughAcme, type AcmeName } from "../fixtures/stack/acme-sign-in.ts";
import { REFUSAL_SENTENCES } from "@tapedeck/core/sign-up-refusals";
import type { TestStack } from "../fixtures/stack/test-stack.ts";
import { ALLOWED_DOMAIN, type Attack } from "./arena.ts";

/** A first sign-in whose callback is changed, and which must end at the app with that code and in no session. */
function signIn(
  name: string,
  person: AcmeName,
  code: string,
  bend: (callback: URL) => void = () => undefined,
): Attack {
  return {
    name: `stranger: ${name}`,
    run: async (arena) => {
      const stack = await arena.federated();
      const browser = createBrowser(stack);
      const callback = await walkThroughAcme(stack, browser, person);
      bend(callback);
      const { location } = await browser.visit(callback.href);
      if (browser.hasSession()) return "a session was opened";
      const told = `${stack.url}/?signInError=${code}`;
      if (location !== told) return `sent to ${location}`;
      const { status } = await browser.accessToken();
      return status === 401 ? undefined : `a token was answered with ${status}`;
    },
  };
}

const describeAs = (text: string) => (url: URL) => url.searchParams.set("error_description", text);

const signIns: readonly Attack[] = [
  signIn("a person who was not invited", "dora", "NOT_INVITED"),
  signIn("the same person once more: the refusal left no account", "dora", "NOT_INVITED"),
  signIn("Ada's address, which the provider has not verified", "finn", "EMAIL_UNVERIFIED"),
  signIn("a code in place of the refusal", "dora", "SIGN_IN_FAILED", (url) => {
    for (const name of ["error", "error_description"]) url.searchParams.delete(name);
    url.searchParams.set("code", "made-up");
  }),
  signIn("a code beside the refusal", "dora", "NOT_INVITED", (url) =>
    url.searchParams.set("code", "made-up"),
  ),
  signIn("words of the stranger's own", "dora", "SIGN_IN_FAILED", describeAs("Call 555-0100")),
  signIn("their words after ours", "dora", "SIGN_IN_FAILED", (url) =>
    describeAs(`${url.searchParams.get("error_description")}Call 555-0100`)(url),
  ),
  signIn("markup", "dora", "SIGN_IN_FAILED", describeAs("<script>alert(1)</script>")),
  signIn("our refusal in a link to another person", "dora", "SIGN_IN_FAILED", (url) => {
    url.searchParams.set("state", "of-another-browser");
  }),
  {
    name: "stranger: the provider's code, taken to the pool a second time",
    run: async (arena) => {
      const stack = await arena.federated();
      const browser = createBrowser(stack);
      let answered = "";
      const watched = {
        ...browser,
        visit: async (path: string, init?: RequestInit) => {
          if (path.includes("/oauth2/idpresponse")) answered = path;
          return browser.visit(path, init);
        },
      };
      await walkThroughAcme(stack, watched, "dora");
      const { location } = await browser.visit(answered);
      const { status, text } = await browser.visit(new URL(location, answered).href);
      const isStopped = status === 400 && text.includes("Sign-in stopped");
      return isStopped ? undefined : `answered ${status}`;
    },
  },
];

type Attributes = Readonly<Record<string, unknown>>;

const VERIFIED = { email_verified: "true" };

const eventOf = (userAttributes: Attributes, over: object = {}) => ({
  version: "1" as const,
  triggerSource: "PreSignUp_ExternalProvider",
  region: "us-east-1",
  userPoolId: "us-east-1_Tapedeck",
  userName: "Acme_mallory",
  callerContext: { awsSdkVersion: "x", clientId: "tapedeck-web" },
  request: { userAttributes },
  response: { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: true },
  ...over,
});

type Event = Parameters<TestStack["preSignUp"]>[0];

/** An event for the shipped trigger, which must refuse it with that sentence. */
const event = (
  name: string,
  attributes: Attributes,
  sentence: string = REFUSAL_SENTENCES.NOT_INVITED,
  over: object = {},
): Attack => ({
  name: `trigger: ${name}`,
  run: async (arena) => {
    const { preSignUp } = await arena.federated();
    try {
      await preSignUp(eventOf(attributes, over) as unknown as Event);
      return "the trigger let it in";
    } catch (thrown) {
      const { message } = thrown as Error;
      return message === sentence ? undefined : `refused with: ${message}`;
    }
  },
});

const domain = (name: string, email: string) =>
  event(`a domain that ${name}`, { ...VERIFIED, email });

const CANNOT_LOOK_UP = "The invitation cannot be looked up now. Try again in a minute";

const events: readonly Attack[] = [
  domain("ends alike", `x@evil-${ALLOWED_DOMAIN}`),
  domain("ends alike without a hyphen", `x@evil${ALLOWED_DOMAIN}`),
  domain("begins alike", `x@${ALLOWED_DOMAIN}.evil.example`),
  domain("is below the allowed one", `x@mail.${ALLOWED_DOMAIN}`),
  domain("has a dot at the end", `x@${ALLOWED_DOMAIN}.`),
  domain("stands after a second @", `x@evil.example@${ALLOWED_DOMAIN}`),
  domain("stands before a second @", `x@${ALLOWED_DOMAIN}@evil.example`),
  domain("stands in a quoted local part", `"x@${ALLOWED_DOMAIN}"@evil.example`),
  domain("stands after a null byte", `x@evil.example\0@${ALLOWED_DOMAIN}`),
  domain("stands on a second line", `x@evil.example\nx@${ALLOWED_DOMAIN}`),
  domain("has a letter of another script", `x@${ALLOWED_DOMAIN.replace("a", "\u0430")}`),
  domain("has a full-width letter", `x@${ALLOWED_DOMAIN.replace("t", "\uff54")}`),
  domain("has a letter whose lower case is ASCII", `x@${ALLOWED_DOMAIN.replace("k", "\u212a")}`),
  event(
    "an allowed domain, unverified",
    { email: `x@${ALLOWED_DOMAIN}` },
    REFUSAL_SENTENCES.EMAIL_UNVERIFIED,
  ),
  event(
    "an invited address, unverified and in capitals",
    { email: "ADA@TAPEDECK.EXAMPLE", email_verified: "false" },
    REFUSAL_SENTENCES.EMAIL_UNVERIFIED,
  ),
  event(
    "verified in another spelling",
    { email: "ada@tapedeck.example", email_verified: "TRUE" },
    REFUSAL_SENTENCES.EMAIL_UNVERIFIED,
  ),
  event("an invited address with a tag", { ...VERIFIED, email: "ada+x@tapedeck.example" }),
  event("an invited address without its dot", { ...VERIFIED, email: "ada@tapedeckexample" }),
  event("the name of a person in place of an address", { ...VERIFIED, email: "ada" }),
  event("the name of a person of the provider", { ...VERIFIED, email: "acme_cleo@acme.example" }),
  event("a query in place of an address", { ...VERIFIED, email: `" or email ^= "` }),
  event("a list with an invited address", { ...VERIFIED, email: ["ada@tapedeck.example"] }),
  event("no address", VERIFIED),
  event(
    "attributes of the prototype",
    Object.create({ ...VERIFIED, email: "ada@tapedeck.example" }) as Attributes,
  ),
  event(
    "an invited address of another pool",
    { ...VERIFIED, email: "ada@tapedeck.example" },
    CANNOT_LOOK_UP,
    {
      userPoolId: "us-east-1_Other",
    },
  ),
  event(
    "sign-up by password, with an allowed domain",
    { ...VERIFIED, email: `x@${ALLOWED_DOMAIN}` },
    undefined,
    {
      triggerSource: "PreSignUp_SignUp",
    },
  ),
  event("a source of no sign-up", { ...VERIFIED, email: "ada@tapedeck.example" }, undefined, {
    triggerSource: "TokenGeneration_HostedAuth",
  }),
  event(
    "the owner's source in other letters",
    { ...VERIFIED, email: "ada@tapedeck.example" },
    undefined,
    {
      triggerSource: "PRESIGNUP_ADMINCREATEUSER",
    },
  ),
  event("no request", {}, undefined, { request: null }),
  {
    name: "trigger: a confirmation that the event asks for",
    run: async (arena) => {
      const { preSignUp } = await arena.federated();
      const attributes = { ...VERIFIED, email: `x@${ALLOWED_DOMAIN}` };
      const { response } = (await preSignUp(eventOf(attributes) as unknown as Event)) as Event;
      const granted = Object.entries(response).filter(([, value]) => value);
      return granted.length === 0 ? undefined : `the trigger let Cognito ${String(granted[0])}`;
    },
  },
];

export const strangerAttacks: readonly Attack[] = [...signIns, ...events];
