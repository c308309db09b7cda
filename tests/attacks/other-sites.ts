// A page of another site makes a signed-in person's browser send requests, and tries to read the answers.
import { ALLOWED_ORIGIN, bearer, unlessRefused, type Attack } from "./arena.ts";
import { MUTATIONS } from "./procedures.ts";

/** Foreign origins; some imitate the app's or the allowed one. */
const HOSTILE = [
  "null",
  "https://evil.example",
  "http://evil.example",
  "https://studio.example.evil.example",
  "https://evil-studio.example",
  "https://evilstudio.example",
  "https://studio.example.",
  "https://studio.example:8443",
  "https://studio.example:443",
  "http://studio.example",
  "https://STUDIO.EXAMPLE",
  "https://studio.examplE",
  "https://sub.studio.example",
  "https://studio.example@evil.example",
  "https://studio.example/",
  "https://studio.example%00.evil.example",
  "https://studio.example,https://evil.example",
  "https://studio.example https://evil.example",
  "https://studioxexample",
  "studio.example",
  "//studio.example",
  "*",
  "",
  "undefined",
  "file://",
  "chrome-extension://abcdefghijklmnop",
  "capacitor://localhost",
  "http://localhost",
  "https://localhost",
  "http://127.0.0.1",
  "http://localhost.evil.example",
  "http://[::1]",
];

const mayRead = (headers: Headers) => headers.get("access-control-allow-origin") !== null;

const crossOrigin = HOSTILE.flatMap((origin): Attack[] => [
  {
    name: `cross-origin: ${JSON.stringify(origin)} asks first`,
    run: async ({ stack }) => {
      const { status, headers } = await fetch(`${stack.url}/trpc/uploads.presign`, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization",
        },
      });
      return status === 403 && !mayRead(headers) ? undefined : `answered ${status}`;
    },
  },
  {
    name: `cross-origin: ${JSON.stringify(origin)} reads with a good token`,
    run: async ({ stack, victim }) => {
      const { headers } = await fetch(`${stack.url}/trpc/session.me`, {
        headers: { origin, ...bearer(victim.token) },
      });
      return mayRead(headers) ? "may read the answer" : undefined;
    },
  },
  {
    name: `cross-origin: ${JSON.stringify(origin)} asks for an access token by the session's cookie`,
    run: async ({ victim }) => {
      const answer = await victim.browser.copy().accessToken({ origin, "x-tapedeck": "1" });
      if (mayRead(answer.headers)) return "may read the answer";
      return unlessRefused(answer, 403, "ORIGIN_REFUSED");
    },
  },
]);

const sessionForgeries = ["/auth/token", "/auth/logout"].flatMap((path): Attack[] => [
  ...Object.entries({
    "an allowed origin of the API": { origin: ALLOWED_ORIGIN, "x-tapedeck": "1" },
    "no origin": { "x-tapedeck": "1" },
    "no header of ours": {},
  }).map(([name, headers]): Attack => ({
    name: `forged request: ${path} with ${name}`,
    run: async ({ stack, victim }) => {
      const sent = "x-tapedeck" in headers ? headers : { origin: stack.url };
      const browser = victim.browser.copy();
      return unlessRefused(
        await browser.visit(path, { method: "POST", headers: sent }),
        403,
        "ORIGIN_REFUSED",
      );
    },
  })),
  ...["GET", "PUT", "DELETE", "OPTIONS"].map((method): Attack => ({
    name: `forged request: ${method} ${path}`,
    run: async ({ stack, victim }) => {
      const headers = { origin: stack.url, "x-tapedeck": "1" };
      return unlessRefused(
        await victim.browser.copy().visit(path, { method, headers }),
        405,
        "METHOD_UNSUPPORTED",
      );
    },
  })),
]);

/** The requests that a form or an image of another site can send with the victim's cookies. */
const forgedCalls = MUTATIONS.flatMap((name): Attack[] => [
  // The server checks the caller before the body: an answer about the body would mean that a cookie sufficed.
  ...Object.entries({
    "text/plain": 415,
    "application/x-www-form-urlencoded": 415,
    "multipart/form-data; boundary=x": 401,
    "application/json": 401,
  }).map(([type, refusal]): Attack => ({
    name: `forged request: ${name} as ${type}`,
    run: async ({ victim }) => {
      const { status, text } = await victim.browser.copy().visit(`/trpc/${name}`, {
        method: "POST",
        headers: { "content-type": type, origin: "https://evil.example" },
        body: "{}",
      });
      return status === refusal ? undefined : `answered ${status}: ${text}`;
    },
  })),
  ...["GET", "HEAD", "PUT", "PATCH", "DELETE"].map((method): Attack => ({
    name: `forged request: ${method} ${name}, even with a good token`,
    run: async ({ stack, victim }) => {
      const { status } = await fetch(`${stack.url}/trpc/${name}?input=%7B%7D`, {
        method,
        headers: bearer(victim.token),
      });
      return status === 405 ? undefined : `answered ${status}`;
    },
  })),
]);

export const otherSiteAttacks: readonly Attack[] = [
  ...crossOrigin,
  ...sessionForgeries,
  ...forgedCalls,
];
