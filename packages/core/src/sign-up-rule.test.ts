import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeSignUp, type SignUpAttempt, type SignUpSettings } from "./sign-up-rule.ts";

const OWNER = "PreSignUp_AdminCreateUser";
const PAGE = "PreSignUp_SignUp";
const PROVIDER = "PreSignUp_ExternalProvider";

const CLOSED: SignUpSettings = { isOpenToSignUp: false, allowedEmailDomains: [] };
const OPEN: SignUpSettings = { isOpenToSignUp: true, allowedEmailDomains: [] };
const DOMAINS = { allowedEmailDomains: ["example.com", "tapes.example"] };
const CLOSED_WITH_DOMAINS: SignUpSettings = { ...CLOSED, ...DOMAINS };
const OPEN_WITH_DOMAINS: SignUpSettings = { ...OPEN, ...DOMAINS };

const attempt = (over: Partial<SignUpAttempt> = {}): SignUpAttempt => ({
  source: PROVIDER,
  email: "eve@elsewhere.example",
  isEmailVerified: true,
  isInvited: false,
  ...over,
});

type Row = readonly [
  stage: string,
  settings: SignUpSettings,
  outcomes: Readonly<Record<string, string>>,
];

/** Every settings × source × domain × verified × invited. `+` is allowed, `-` refused. */
const TABLE: readonly Row[] = [
  [
    "a closed stage",
    CLOSED,
    {
      "provider own verified invited": "+invited",
      "provider own verified stranger": "-uninvited",
      "provider own unverified invited": "-unverified",
      "provider own unverified stranger": "-unverified",
      "provider other verified invited": "+invited",
      "provider other verified stranger": "-uninvited",
      "provider other unverified invited": "-unverified",
      "provider other unverified stranger": "-unverified",
      page: "-closed",
    },
  ],
  [
    "a closed stage with domains",
    CLOSED_WITH_DOMAINS,
    {
      "provider own verified invited": "+domain",
      "provider own verified stranger": "+domain",
      "provider own unverified invited": "-unverified",
      "provider own unverified stranger": "-unverified",
      "provider other verified invited": "+invited",
      "provider other verified stranger": "-uninvited",
      "provider other unverified invited": "-unverified",
      "provider other unverified stranger": "-unverified",
      page: "-closed",
    },
  ],
  ["an open stage", OPEN, { provider: "+open", page: "+open" }],
  [
    "an open stage with domains",
    OPEN_WITH_DOMAINS,
    {
      "provider own verified invited": "+domain",
      "provider own verified stranger": "+domain",
      "provider own unverified invited": "-unverified",
      "provider own unverified stranger": "-unverified",
      "provider other verified invited": "+invited",
      "provider other verified stranger": "-uninvited",
      "provider other unverified invited": "-unverified",
      "provider other unverified stranger": "-unverified",
      "page own": "+domain",
      "page other": "-domain",
    },
  ],
];

const SOURCES = { owner: OWNER, page: PAGE, provider: PROVIDER };
const EMAILS = { own: "ada@example.com", other: "eve@elsewhere.example" };

const CASES = TABLE.flatMap(([stage, settings, outcomes]) =>
  Object.entries(SOURCES).flatMap(([way, source]) =>
    Object.entries(EMAILS).flatMap(([whose, email]) =>
      [true, false].flatMap((isEmailVerified) =>
        [true, false].map((isInvited) => {
          const words = [
            way,
            whose,
            isEmailVerified ? "verified" : "unverified",
            isInvited ? "invited" : "stranger",
          ].join(" ");
          // The first words of a row stand for all that begin so.
          const row = Object.keys(outcomes).find((start) => words.startsWith(start)) ?? "";
          const outcome = way === "owner" ? "+owner" : outcomes[row];
          const judged = attempt({ source, email, isEmailVerified, isInvited });
          return { stage, settings, words, judged, outcome };
        }),
      ),
    ),
  ),
);

it.each(CASES)("$stage judges $words as $outcome", ({ settings, judged, outcome }) => {
  const { isAllowed, because } = judgeSignUp(judged, settings);
  expect(`${isAllowed ? "+" : "-"}${because}`).toBe(outcome);
});

it("judges all 96 cases", () => {
  expect(CASES).toHaveLength(96);
});

describe("a domain that is allowed", () => {
  it.each([
    ["ends alike", "x@evil-example.com", "uninvited"],
    ["ends alike without a hyphen", "x@notexample.com", "uninvited"],
    ["begins alike", "x@example.com.evil.com", "uninvited"],
    ["is a sub-domain", "x@mail.example.com", "uninvited"],
    ["is the domain above", "x@com.example", "uninvited"],
    ["is Punycode that shows alike", "x@xn--exmple-4nf.com", "uninvited"],
    ["ends with a dot", "x@example.com.", "address"],
    ["stands in a quoted local part", '"x@example.com"@evil.com', "address"],
    ["stands after another @", "x@evil.com@example.com", "address"],
    ["stands before another @", "x@example.com@evil.com", "address"],
    ["stands in the local part", "x%example.com@evil.com", "uninvited"],
    ["stands in the tag", "x+@example.com@evil.com", "address"],
    ["stands after a null byte", "x@evil.com\0@example.com", "address"],
    ["has a Cyrillic letter", "x@ex\u0430mple.com", "address"],
    ["is written full-width", "x@\uff45xample.com", "address"],
    ["is followed by a space", "x@example.com ", "address"],
    ["is followed by a line", "x@example.com\nx@evil.com", "address"],
    ["is all there is", "@example.com", "address"],
    ["is absent", "", "address"],
  ])("lets in no address whose domain %s", (_what, email, because) => {
    expect(judgeSignUp(attempt({ email }), CLOSED_WITH_DOMAINS)).toEqual({
      isAllowed: false,
      because,
    });
  });

  it.each(["X@EXAMPLE.COM", "x+tag@example.com", "x@Tapes.Example"])("lets in %s", (email) => {
    expect(judgeSignUp(attempt({ email }), CLOSED_WITH_DOMAINS)).toEqual({
      isAllowed: true,
      because: "domain",
    });
  });

  it("lets in verified addresses of exactly that domain, for any address", () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: "binary" })), (email) => {
        const { isAllowed } = judgeSignUp(attempt({ email }), CLOSED_WITH_DOMAINS);
        const isOfDomain = /@(example\.com|tapes\.example)$/i.test(email);
        expect(isAllowed && !isOfDomain).toBe(false);
      }),
    );
  });
});

describe("a source that is not one of the three", () => {
  it.each([
    "",
    "presignup_admincreateuser",
    "PreSignUp_AdminCreateUser ",
    "PostConfirmation_ConfirmSignUp",
    "TokenGeneration_Authentication",
    "constructor",
  ])("is refused, also where anyone may sign up: %j", (source) => {
    const judged = attempt({ source, isInvited: true });
    expect(judgeSignUp(judged, OPEN)).toEqual({ isAllowed: false, because: "source" });
  });
});
