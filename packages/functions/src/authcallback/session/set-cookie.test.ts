import { expect, test } from "vitest";
import { cookieRule } from "@tapedeck/core/cookie-rule";
import { setCookie } from "./set-cookie.ts";

const rule = cookieRule("https://app.example");
const line = (value: string) =>
  setCookie(rule, "__Host-x", { value, lifeSeconds: 60, sameSite: "Strict" });

test("a cookie of 4,096 bytes is set, and one of a byte more is refused with both numbers", () => {
  const room = 4_096 - line("").length;
  expect(line("v".repeat(room))).toHaveLength(4_096);
  expect(() => line("v".repeat(room + 1))).toThrow(
    expect.objectContaining({
      code: "COOKIE_TOO_LARGE",
      message: "A cookie may have 4096 bytes, this one would have 4097.",
    }),
  );
});
