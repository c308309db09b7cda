import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safeReturnPath } from "./return-path.ts";

const site = "https://tapes.example";

describe("the path a sign-in returns to", () => {
  test.each(["/", "/recordings", "/recordings?from=2026#top"])("keeps our own %s", (path) => {
    expect(safeReturnPath(path, site)).toBe(path);
  });

  test.each([
    undefined,
    "",
    "recordings",
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "/auth/login?return=/",
    "/auth",
    "/x/../auth/logout",
    `/${"a".repeat(600)}`,
    // Short as it is typed, and nine times as long as it is kept.
    `/${"語".repeat(100)}`,
  ])("falls back to / for %j", (path) => {
    expect(safeReturnPath(path, site)).toBe("/");
  });

  test("never leaves the site, whatever is asked", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (rest) => {
        const target = `${site}${safeReturnPath(`/${rest}`, site)}`;
        expect(new URL(target).origin).toBe(site);
      }),
    );
  });
});
