// Builds the web app as it is deployed, so that what a laptop shows is what AWS would serve.
import { fileURLToPath } from "node:url";
import { build } from "vite";

const WEB_ROOT = fileURLToPath(new URL("../../../web", import.meta.url));

/** @returns the folder of the built app */
export async function buildWeb(): Promise<string> {
  // Vite takes a NODE_ENV that is set already, as test runners do, for the kind of build to make.
  const { NODE_ENV } = process.env;
  process.env["NODE_ENV"] = "production";
  try {
    await build({ root: WEB_ROOT, logLevel: "error" });
  } finally {
    if (NODE_ENV === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = NODE_ENV;
  }
  return `${WEB_ROOT}/dist`;
}
