// The app as a person drives it: by what is written on the screen.
import type { BrowserContext, Page } from "playwright-core";
import type { Stack } from "@tapedeck/local/start-stack";

/** Signs in through the login page and ends in the studio. */
export async function signInAs(page: Page, stack: Stack, name: "ada" | "ben"): Promise<void> {
  const user = stack.cognito.users.find((candidate) => candidate.name === name);
  if (user === undefined) throw new Error(`no seeded user ${name}`);
  await page.goto(stack.url);
  await page
    .getByRole("button", { name: /sign in/i })
    .or(page.getByRole("link", { name: /sign in/i }))
    .click();
  await page.getByLabel(/user ?name/i).fill(user.name);
  await page.getByLabel(/password/i).fill(user.password);
  await page.getByRole("button", { name: /sign in/i }).click();
  await recordButton(page).waitFor();
}

export const recordButton = (page: Page) => page.getByRole("button", { name: /^(start )?record/i });
export const stopButton = (page: Page) => page.getByRole("button", { name: /^stop/i });

/** Everything the page or its workers complained about: a journey ends with none. */
export function collectErrors(context: BrowserContext): string[] {
  const errors: string[] = [];
  context.on("weberror", (error) => errors.push(String(error.error())));
  context.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return errors;
}
