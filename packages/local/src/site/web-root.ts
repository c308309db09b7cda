// Where the web app's sources are.
import { fileURLToPath } from "node:url";

export const WEB_ROOT = fileURLToPath(new URL("../../../web", import.meta.url));
