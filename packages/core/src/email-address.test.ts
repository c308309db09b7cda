import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEmailDomain, parseEmailAddress } from "./email-address.ts";

describe("an address", () => {
  it.each([
    ["ada@example.com", "ada@example.com", "example.com"],
    ["Ada@EXAMPLE.com", "ada@example.com", "example.com"],
    ["ada+tapes@example.com", "ada+tapes@example.com", "example.com"],
    ["o'hara.j@mail.example.co.uk", "o'hara.j@mail.example.co.uk", "mail.example.co.uk"],
    ["ada@xn--mnchen-3ya.de", "ada@xn--mnchen-3ya.de", "xn--mnchen-3ya.de"],
    [`a@${"b".repeat(63)}.com`, `a@${"b".repeat(63)}.com`, `${"b".repeat(63)}.com`],
  ])("%j is read as %s", (text, address, domain) => {
    expect(parseEmailAddress(text)).toEqual({ address, domain });
  });

  it.each([
    ["no text", ""],
    ["no @", "example.com"],
    ["no local part", "@example.com"],
    ["no domain", "ada@"],
    ["a second @", "ada@evil.com@example.com"],
    ["a second @ at the end", "ada@example.com@"],
    ["a quoted local part", '"ada@evil.com"@example.com'],
    ["a quoted space", '"a da"@example.com'],
    ["a comment", "ada(evil)@example.com"],
    ["a display name", "Ada <ada@example.com>"],
    ["two addresses", "ada@example.com,eve@evil.com"],
    ["a space before", " ada@example.com"],
    ["a space after", "ada@example.com "],
    ["a line break", "ada@example.com\r\nbcc: eve@evil.com"],
    ["a null byte", "ada@example.com\0.evil.com"],
    ["a dot at the end", "ada@example.com."],
    ["two dots in the domain", "ada@example..com"],
    ["a dot before the domain", "ada@.example.com"],
    ["a domain of one label", "ada@localhost"],
    ["an address literal", "ada@[192.0.2.1]"],
    ["an underscore in the domain", "ada@exa_mple.com"],
    ["a hyphen at the start of a label", "ada@-example.com"],
    ["a hyphen at the end of a label", "ada@example-.com"],
    ["a label of 64 characters", `ada@${"b".repeat(64)}.com`],
    ["a local part that begins with a dot", ".ada@example.com"],
    ["a local part that ends with a dot", "ada.@example.com"],
    ["a local part with two dots", "a..da@example.com"],
    ["a local part of 65 characters", `${"a".repeat(65)}@example.com`],
    ["129 characters", `a@${"b".repeat(60)}.${"c".repeat(60)}.exam`.padEnd(129, "p")],
    ["a Cyrillic letter", "ada@ex\u0430mple.com"],
    ["a full-width letter", "ada@\uff45xample.com"],
    ["a full-width @", "ada\uff20example.com"],
    ["a full stop of another script", "ada@example\u3002com"],
    ["the Kelvin sign, whose lower case is k", "ada@\u212aelvin.example"],
    ["a letter with an accent", "ada@m\u00fcnchen.de"],
    ["an invisible joiner", "ada@exa\u200dmple.com"],
    ["a mark that turns the writing around", "ada@example.com\u202e"],
  ])("with %s is refused", (_what, text) => {
    expect(parseEmailAddress(text)).toBeUndefined();
  });

  it("of 128 characters is the longest", () => {
    const ofLength = (characters: number) => {
      const domain = `${"b".repeat(60)}.${"c".repeat(60)}`;
      return `${"a".repeat(characters - domain.length - 1)}@${domain}`;
    };
    expect(parseEmailAddress(ofLength(128))).toBeDefined();
    expect(parseEmailAddress(ofLength(129))).toBeUndefined();
  });

  it("keeps its form when it is read again, and has one @, for any text", () => {
    const text = fc.oneof(
      fc.emailAddress(),
      fc.stringMatching(/^[aA@.+"\s-]{0,12}@[aA.\-@]{0,12}$/),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(text, (written) => {
        const parsed = parseEmailAddress(written);
        if (parsed === undefined) return;
        expect(parseEmailAddress(parsed.address)).toEqual(parsed);
        expect(parsed.address.split("@")).toHaveLength(2);
        expect(parsed.address.endsWith(`@${parsed.domain}`)).toBe(true);
      }),
    );
  });
});

describe("a domain", () => {
  it.each(["example.com", "mail.example.com", "xn--mnchen-3ya.de"])("%s is one", (text) => {
    expect(isEmailDomain(text)).toBe(true);
  });

  it.each(["", "com", "Example.com", "@example.com", "*.example.com", ".example.com", "a.b."])(
    "%j is none",
    (text) => {
      expect(isEmailDomain(text)).toBe(false);
    },
  );
});
