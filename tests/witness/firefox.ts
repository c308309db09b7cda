// A stock Firefox with a fresh profile, driven over WebDriver BiDi, its own protocol since Firefox 129.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connectBidi } from "./bidi.ts";
import { startChild } from "./child.ts";
import type { Driver } from "./driver.ts";

const STARTED_WITHIN_MS = 60_000;

/** The person says yes to the microphone; everything else is as Firefox comes. */
const PREFERENCES = `
user_pref("media.navigator.permission.disabled", true);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.enabled", false);
// Else pages that are driven may not ask before they are closed.
user_pref("remote.prefs.recommended", false);
`;

/** As "Always use private browsing mode" in its settings. */
const PRIVATE = `user_pref("browser.privatebrowsing.autostart", true);`;

const PROMPT_OPENED = "browsingContext.userPromptOpened";
const PAGE_GONE = "browsingContext.contextDestroyed";

export interface FirefoxDriver extends Driver {
  /** As a person closes the tab. @returns whether the browser asked; the tab stays open then */
  asksBeforeClosing(): Promise<boolean>;
}

interface Evaluated {
  readonly type: "success" | "exception";
  readonly result?: { readonly value?: string };
  readonly exceptionDetails?: { readonly text: string };
}

/** @param profileDir - an empty folder */
export async function openFirefox(
  program: string,
  profileDir: string,
  env: NodeJS.ProcessEnv,
  { isPrivate = false } = {},
): Promise<FirefoxDriver> {
  await using started = new AsyncDisposableStack();
  await writeFile(join(profileDir, "user.js"), PREFERENCES + (isPrivate ? PRIVATE : ""));
  const args = ["--headless", "--no-remote", "--profile", profileDir, "--remote-debugging-port=0"];
  const child = started.use(
    startChild(program, [...args, "about:blank"], { env, stdio: ["ignore", "ignore", "pipe"] }),
  );
  const address = await readAddress(child.process.stderr);
  const bidi = started.use(await connectBidi(`${address}/session`));
  const { capabilities } = await bidi.send<{
    capabilities: { browserName: string; browserVersion: string };
  }>("session.new", {
    capabilities: { alwaysMatch: { unhandledPromptBehavior: { beforeUnload: "ignore" } } },
  });
  await bidi.send("session.subscribe", { events: [PROMPT_OPENED, PAGE_GONE] });
  const { contexts } = await bidi.send<{ contexts: readonly { context: string }[] }>(
    "browsingContext.getTree",
    {},
  );
  const context = contexts[0]?.context;

  const driver = {
    browser: `${capabilities.browserName} ${capabilities.browserVersion}`,
    open: async (url: string) => {
      await bidi.send("browsingContext.navigate", { context, url, wait: "complete" });
    },
    evaluate: async (expression: string) => {
      const { type, result, exceptionDetails } = await bidi.send<Evaluated>("script.evaluate", {
        expression: `JSON.stringify(${expression}) ?? "null"`,
        target: { context },
        awaitPromise: false,
      });
      if (type === "exception") throw new Error(exceptionDetails?.text);
      return JSON.parse(result?.value ?? "null") as unknown;
    },
    click: async (xpath: string) => {
      const { nodes } = await bidi.send<{ nodes: readonly { sharedId: string }[] }>(
        "browsingContext.locateNodes",
        { context, locator: { type: "xpath", value: xpath } },
      );
      if (nodes[0] === undefined) throw new Error(`Firefox shows no ${xpath}`);
      const origin = { type: "element", element: { sharedId: nodes[0].sharedId } };
      const actions = [
        { type: "pointerMove", x: 0, y: 0, origin },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ];
      await bidi.send("input.performActions", {
        context,
        actions: [{ type: "pointer", id: "mouse", actions }],
      });
    },
  };
  async function asksBeforeClosing(): Promise<boolean> {
    // Closing the last tab would end Firefox, and nothing would be told.
    await bidi.send("browsingContext.create", { type: "tab", background: true });
    const asked = bidi.next(PROMPT_OPENED).then(() => true);
    const gone = bidi.next<{ context: string }>(PAGE_GONE).then(() => false);
    // It answers only once the question is answered.
    const closed = bidi.send("browsingContext.close", { context, promptUnload: true });
    closed.catch(() => undefined);
    const isAsked = await Promise.race([asked, gone]);
    if (isAsked) await bidi.send("browsingContext.handleUserPrompt", { context, accept: false });
    return isAsked;
  }
  const running = started.move();
  return { ...driver, asksBeforeClosing, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/** Firefox writes it when it listens. */
async function readAddress(stderr: NodeJS.ReadableStream | null): Promise<string> {
  if (stderr === null) throw new Error("Firefox was started without a standard error.");
  const said: string[] = [];
  const address = Promise.withResolvers<string>();
  const lines = createInterface({ input: stderr });
  lines.on("line", (line) => {
    said.push(line);
    const found = /listening on (ws:\/\/\S+)/.exec(line)?.[1];
    if (found !== undefined) address.resolve(found);
  });
  const fail = () => address.reject(new Error(`Firefox does not listen:\n${said.join("\n")}`));
  lines.on("close", fail);
  const timer = setTimeout(fail, STARTED_WITHIN_MS);
  return address.promise.finally(() => clearTimeout(timer));
}
