// The app as a person uses it, in any browser.
import type { Stack } from "@tapedeck/local/start-stack";
import { waitForText, type Driver } from "../fixtures/browser/driver.ts";

/** On a busy machine a page may take its time. */
const PAGE_MS = 60_000;

const button = (label: string) =>
  `//button[normalize-space()='${label}' or @aria-label='${label}']`;

/** Signs in through the login page and ends in the studio. */
export async function signIn(driver: Driver, stack: Stack): Promise<void> {
  const user = stack.cognito.users.find(({ name }) => name === "ada");
  if (user === undefined) throw new Error("no seeded user ada");
  await driver.open(stack.url);
  await waitForText(driver, /Sign in/, PAGE_MS);
  await driver.click("//a[normalize-space()='Sign in']");
  await waitForText(driver, /Password/, PAGE_MS);
  for (const [id, value] of [
    ["username", user.name],
    ["password", user.password],
  ] as const) {
    await driver.evaluate(`document.getElementById("${id}").value = ${JSON.stringify(value)}`);
  }
  await driver.click(button("Sign in"));
  await waitForText(driver, /Record\b/, PAGE_MS);
}

/** Resolves when the page says that it records. */
export async function startRecording(driver: Driver): Promise<void> {
  await driver.click(button("Record"));
  await waitForText(driver, /\bPause\b/, PAGE_MS);
}

/** Resolves when the page has heard it. */
export async function stopRecording(driver: Driver): Promise<void> {
  await driver.click(button("Stop"));
  await waitForText(driver, /\bSaved\b/, PAGE_MS);
}
