import { describe, expect, it } from "vitest";
import { REFUSAL_SENTENCES, refusalCodeOf, refusalIn } from "./sign-up-refusals.ts";

const UNINVITED = `PreSignUp failed with error ${REFUSAL_SENTENCES.NOT_INVITED}. `;

describe("a refusal in Cognito's words", () => {
  it.each(["NOT_INVITED", "EMAIL_UNVERIFIED"] as const)("gives %s back", (code) => {
    const told = `PreSignUp failed with error ${REFUSAL_SENTENCES[code]}. `;
    expect(refusalIn(told)).toBe(code);
  });

  it.each([
    ["nothing", ""],
    ["other words", "PreSignUp failed with error Call this number. "],
    ["words after it", `${UNINVITED}Call this number.`],
    ["words before it", `Call this number. ${UNINVITED}`],
    ["the sentence alone", REFUSAL_SENTENCES.NOT_INVITED],
    ["the code", "PreSignUp failed with error NOT_INVITED. "],
    ["another case", UNINVITED.toUpperCase()],
  ])("is not seen in %s", (_what, description) => {
    expect(refusalIn(description)).toBeUndefined();
  });
});

it("tells a stranger no more than what they can do about it", () => {
  expect(refusalCodeOf("unverified")).toBe("EMAIL_UNVERIFIED");
  for (const because of ["source", "closed", "address", "domain", "uninvited"] as const) {
    expect(refusalCodeOf(because)).toBe("NOT_INVITED");
  }
});
