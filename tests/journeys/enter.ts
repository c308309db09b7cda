// Enters the app without the login page, which costs a browser two more processes and seconds of CPU.
// For the login page, see signInAs in app.ts.
import type { Page } from "playwright-core";
import { createBrowser, isOurs } from "../fixtures/stack/http-browser.ts";
import type { TestStack } from "../fixtures/stack/test-stack.ts";
import { recordButton } from "../fixtures/browser/app.ts";

/** Opens the studio with the cookies that a sign-in sets for the app's own site. */
export async function enterAs(page: Page, stack: TestStack, name: "ada" | "ben"): Promise<void> {
  const lines: string[] = [];
  const walker = createBrowser(stack, new Map(), (line) => {
    lines.push(line);
    return true;
  });
  await walker.signIn(name);
  const kept = [...walker.cookies].filter(([cookie]) => isOurs(cookie));
  await page.context().addCookies(
    kept.map(([cookie, value]) => {
      const line = lines.findLast((one) => one.startsWith(`${cookie}=`)) ?? "";
      const lifeSeconds = Number(/; Max-Age=(\d+)/.exec(line)?.[1]);
      return {
        name: cookie,
        value,
        url: stack.url,
        httpOnly: line.includes("; HttpOnly"),
        sameSite: line.includes("; SameSite=Strict") ? "Strict" : "Lax",
        expires: Date.now() / 1000 + lifeSeconds,
      };
    }),
  );
  await page.goto(stack.url);
  await recordButton(page).waitFor();
}
