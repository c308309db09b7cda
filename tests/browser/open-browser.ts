// A real Chromium whose microphone plays the known signal.
import { chromium, type Browser } from "playwright-core";
import { inject } from "vitest";

/** Chromium looks up its maker's hosts at every start; on a closed network that only costs time. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export interface OpenBrowserOptions {
  /** What the browser answers when the app asks for the microphone. */
  readonly microphone: "granted" | "denied" | "absent";
}

/** The command line of a Chromium of ours. */
export function browserArguments({ microphone }: OpenBrowserOptions): string[] {
  const fakeMicrophone = [
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-audio-capture=${inject("wavPath")}`,
  ];
  return [
    ...QUIET,
    // The lamp that breathes costs a browser without a graphics card a tenth of a core.
    "--force-prefers-reduced-motion",
    ...(microphone === "absent" ? [] : fakeMicrophone),
    ...(microphone === "granted" ? ["--use-fake-ui-for-media-stream"] : []),
    // Containers and CI run as root, where Chromium's own sandbox cannot.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
}

export async function openBrowser(options: OpenBrowserOptions): Promise<Browser> {
  return chromium.launch({
    executablePath: inject("browserPath"),
    args: browserArguments(options),
  });
}
