// The app as a person drives it: by what is written on the screen.
import type { BrowserContext, Page } from "playwright-core";

/** A stack, in this process or another. */
interface Place {
  readonly url: string;
  readonly cognito: {
    readonly users: readonly { readonly name: string; readonly password: string }[];
  };
}

/** Signs in through the login page and ends in the studio. */
export async function signInAs(page: Page, stack: Place, name: "ada" | "ben"): Promise<void> {
  const user = stack.cognito.users.find((candidate) => candidate.name === name);
  if (user === undefined) throw new Error(`no seeded user ${name}`);
  await page.goto(stack.url);
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel(/user ?name/i).fill(user.name);
  await page.getByLabel(/password/i).fill(user.password);
  await page.getByRole("button", { name: /sign in/i }).click();
  await recordButton(page).waitFor();
}

/** Signs out although sound is only on this device, or a recording runs. */
export async function signOutAnyway(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await signOutDialog(page).getByRole("button", { name: "Sign out anyway" }).click();
}

export const signOutDialog = (page: Page) => page.getByRole("dialog");

export const recordButton = (page: Page) => page.getByRole("button", { name: "Record" });
export const stopButton = (page: Page) => page.getByRole("button", { name: "Stop" });

export async function chooseSegmentSeconds(page: Page, seconds: number): Promise<void> {
  await page.getByRole("textbox", { name: /^Seconds/ }).fill(String(seconds));
}

/** Records for about so long, and waits until the screen says that all of it is in the bucket. */
export async function recordFor(page: Page, seconds: number): Promise<void> {
  await recordButton(page).click();
  await clockShows(page, seconds);
  await stopButton(page).click();
  await page.getByText(/in your bucket: safe to close/).waitFor({ timeout: 30_000 });
}

/** By the recording's own clock, which counts samples: a slow machine records no less. */
export async function clockShows(page: Page, seconds: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const text = document.querySelector("[role=timer]")?.textContent ?? "0:00";
      const [minutes = 0, rest = 0] = text.split(":").map(Number);
      return minutes * 60 + rest >= wanted;
    },
    seconds,
    // By default it looks once a frame, which makes the browser draw 60 frames a second.
    { timeout: (seconds + 30) * 1000, polling: 100 },
  );
}

/** Everything the page or its workers complained about, but that a stranger is not signed in. */
export function collectErrors(context: BrowserContext): string[] {
  const errors: string[] = [];
  context.on("weberror", (error) => errors.push(String(error.error())));
  context.on("console", (message) => {
    const isSignedOut =
      message.location().url.endsWith("/auth/token") && message.text().includes("401");
    if (message.type() === "error" && !isSignedOut) errors.push(message.text());
  });
  return errors;
}
