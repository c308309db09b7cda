// Cognito accepts the domain prefix of a stage with any name.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { domainPrefix } from "../../infra/domain-prefix.ts";

const ACCOUNT = "123456789012";
const VALID = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const RESERVED = /aws|amazon|cognito/;
/** The words before the hash. */
const wordsOf = (app: string, stage: string) =>
  domainPrefix(app, stage, ACCOUNT).replace(/-?[0-9a-f]{8}$/, "");

describe("a domain prefix", () => {
  it.each([
    ["tapedeck", "production", "tapedeck-production"],
    ["tapedeck", "Alex", "tapedeck-alex"],
    ["tapedeck", "my_stage", "tapedeck-my-stage"],
    ["tapedeck", "-x-", "tapedeck-x"],
    ["tapedeck", "awsome", "tapedeck-ome"],
    ["tapedeck", "Amazon", "tapedeck"],
    ["tapedeck", "cognito-test", "tapedeck-test"],
    ["tapedeck", "aawsws", "tapedeck-a-ws"],
    ["aws", "amazonaws", ""],
    ["tapedeck", "ä", "tapedeck"],
    ["tapedeck", "x".repeat(100), `tapedeck-${"x".repeat(45)}`],
    ["tapedeck", `${"x".repeat(44)}-y`, `tapedeck-${"x".repeat(44)}`],
  ])("joins app %s and stage %s to %s", (app, stage, words) => {
    expect(wordsOf(app, stage)).toBe(words);
    expect(domainPrefix(app, stage, ACCOUNT)).toMatch(VALID);
  });

  it("is valid and holds no reserved word for any names", () => {
    const name = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^(aws|amazon|cognito|[A-Za-z0-9-]){0,30}$/),
    );
    fc.assert(
      fc.property(name, name, (app, stage) => {
        const prefix = domainPrefix(app, stage, ACCOUNT);
        expect(prefix).toMatch(VALID);
        expect(prefix).not.toMatch(RESERVED);
      }),
    );
  });

  it("differs by account, by app and by the case of the stage", () => {
    const prefixes = [
      domainPrefix("tapedeck", "alex", ACCOUNT),
      domainPrefix("tapedeck", "Alex", ACCOUNT),
      domainPrefix("tapedeck", "alex", "210987654321"),
      domainPrefix("other", "alex", ACCOUNT),
    ];
    expect(new Set(prefixes).size).toBe(4);
  });
});
