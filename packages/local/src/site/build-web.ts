// Builds the web app as it is deployed, so that what a laptop shows is what AWS would serve.
import { fileURLToPath } from "node:url";
import { build } from "vite";

const WEB_ROOT = fileURLToPath(new URL("../../../web", import.meta.url));

/** @returns the folder of the built app */
export async function buildWeb(): Promise<string> {
  await build({ root: WEB_ROOT, logLevel: "error" });
  return `${WEB_ROOT}/dist`;
}
