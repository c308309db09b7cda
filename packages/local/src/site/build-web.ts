// Builds pages as they are deployed, so that a laptop serves the same files as AWS.
import { build, type InlineConfig } from "vite";
import { WEB_ROOT } from "./web-root.ts";

/** @returns the folder of the built app */
export async function buildWeb(): Promise<string> {
  await buildForProduction({ root: WEB_ROOT });
  return `${WEB_ROOT}/dist`;
}

/** Builds any of our pages with Vite. */
export async function buildForProduction(config: InlineConfig): Promise<void> {
  // A NODE_ENV that a test runner has set would make Vite build for tests.
  const { NODE_ENV } = process.env;
  process.env["NODE_ENV"] = "production";
  try {
    await build({ logLevel: "error", ...config });
  } finally {
    if (NODE_ENV === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = NODE_ENV;
  }
}
