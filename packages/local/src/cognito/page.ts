// The frame of the stand-in's pages, and the headers that keep them harmless: no script at all, and
// the one style sheet named by its hash.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { html, type Html } from "./html.ts";

const style = readFileSync(new URL("./page.css", import.meta.url), "utf8");
const styleHash = createHash("sha256").update(style).digest("base64");

/**
 * @param formTargets - further origins to which a form may lead: browsers apply `form-action` to the
 *   redirects that follow too, and a sign-in ends at the app
 */
export function pageHeaders(formTargets: readonly string[] = []): Record<string, string> {
  return {
    "cache-control": "no-store",
    "content-security-policy": [
      "default-src 'none'",
      `style-src 'sha256-${styleHash}'`,
      "img-src data:",
      `form-action ${["'self'", ...formTargets].join(" ")}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "content-type": "text/html; charset=utf-8",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

/** Made here and not in the template: one more space in it would change the hash. */
const STYLE: Html = { markup: `<style>${style}</style>` };

/** A red dot; inline, so that no browser asks for /favicon.ico. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='6' fill='%23d63a2f'/%3E%3C/svg%3E";

export function page(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="${ICON}" />
        ${STYLE}
      </head>
      <body>
        <main>
          <p class="brand">Tapedeck</p>
          ${body}
        </main>
      </body>
    </html>`;
}
