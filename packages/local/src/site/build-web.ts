// Builds pages as they are deployed, so that what a laptop shows is what AWS would serve.
import { build, type InlineConfig } from "vite";
import { WEB_ROOT } from "./web-root.ts";

/** @returns the folder of the built app */
export async function buildWeb(): Promise<string> {
  await buildForProduction({ root: WEB_ROOT });
  return `${WEB_ROOT}/dist`;
}

/** Any page of ours, by Vite. */
export async function buildForProduction(config: InlineConfig): Promise<void> {
  // Vite takes a NODE_ENV that is set already, as test runners do, for the kind of build to make.
  const { NODE_ENV } = process.env;
  process.env["NODE_ENV"] = "production";
  try {
    await build({ logLevel: "error", ...config });
  } finally {
    if (NODE_ENV === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = NODE_ENV;
  }
}
