// Sign-ins that ask to end on another site, or where another sign-in begins.
import type { Attack } from "./arena.ts";
import { SESSION_COOKIE } from "../fixtures/stack/http-browser.ts";

const ELSEWHERE = [
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/%09/evil.example",
  "/%2f%2fevil.example",
  "/.//evil.example",
  "/..//evil.example",
  "https://evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "@evil.example",
  ".evil.example",
  "/\r\nlocation: https://evil.example",
  "/auth/login?return=/",
];

export const redirectAttacks: readonly Attack[] = ELSEWHERE.map((path) => ({
  name: `redirect: to ${JSON.stringify(path)}`,
  run: async ({ stack, attacker }) => {
    const { location, headers } = await attacker.browser.copy().signIn("ben", path);
    if (headers.get("set-cookie")?.includes(SESSION_COOKIE) !== true) return "the sign-in failed";
    const to = URL.parse(location);
    const isOurs = to?.origin === stack.url && !to.pathname.startsWith("/auth");
    return isOurs ? undefined : `sent to ${location}`;
  },
}));
