import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attachment } from "./download-name.ts";

/** The only form: both names are closed, and no text stands before, between or behind them. */
const FORM = /^attachment; filename="[A-Za-z0-9 ._-]+"; filename\*=UTF-8''[A-Za-z0-9!~._%-]+$/;

const nameIn = (value: string) => decodeURIComponent(value.split("UTF-8''")[1] ?? "");

describe("the name of a download", () => {
  test.each([
    ["Standup", "Standup-000001.webm"],
    ["Grüße, 東京", "Grüße, 東京-000001.webm"],
    ["../../etc/passwd", "__.._etc_passwd-000001.webm"],
    ['a"; filename=evil.html', "a_; filename=evil.html-000001.webm"],
    ["a\r\nset-cookie: x=1", "a__set-cookie_ x=1-000001.webm"],
    ["invoice\u202egpj.exe", "invoice_gpj.exe-000001.webm"],
    ["   ", "recording-000001.webm"],
    ["half \ud800 a pair", "half \ufffd a pair-000001.webm"],
  ])("is safe for the title %j", (title, name) => {
    const value = attachment(title, "-000001.webm");
    expect(nameIn(value)).toBe(name);
    expect(value).toMatch(FORM);
  });

  test("is no longer than file systems take, for a title of any length", () => {
    expect(nameIn(attachment("東".repeat(200), "-000001.webm"))).toBe(
      `${"東".repeat(60)}-000001.webm`,
    );
  });

  test("has the same form for every title", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (title) => {
        const value = attachment(title, "-000001.webm");
        expect(value).toMatch(FORM);
        expect(nameIn(value)).not.toMatch(/[\p{Cc}\p{Cf}/\\]|^\./u);
        expect(nameIn(value).endsWith("-000001.webm")).toBe(true);
        // Beside the rest of a read URL, whose session token alone may take 2 KB, of the 8 KB that S3 takes.
        expect(encodeURIComponent(value).length).toBeLessThan(2048);
        expect(Buffer.byteLength(nameIn(value))).toBeLessThan(256);
      }),
    );
  });
});
