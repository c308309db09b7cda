import { describe, expect, test } from "vitest";
import { cookieRule, signedInCookie } from "./cookie-rule.ts";

describe("the cookie rule", () => {
  test.each(["https://app.example", "https://localhost", "https://http.example:8443"])(
    "asks for the prefix and Secure at %s",
    (origin) => {
      expect(cookieRule(origin)).toEqual({ prefix: "__Host-", isSecure: true });
      expect(signedInCookie(origin)).toBe("__Host-tapedeck-signed-in");
    },
  );

  test.each(["http://localhost:5173", "http://127.0.0.1:8080"])(
    "asks for neither at %s",
    (origin) => {
      expect(cookieRule(origin)).toEqual({ prefix: "", isSecure: false });
      expect(signedInCookie(origin)).toBe("tapedeck-signed-in");
    },
  );

  test.each(["", "null", "HTTP://localhost", "//localhost", "httpx://localhost"])(
    "asks for the prefix and Secure when the origin is malformed: %j",
    (origin) => {
      expect(cookieRule(origin)).toEqual({ prefix: "__Host-", isSecure: true });
    },
  );
});
