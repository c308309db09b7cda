// The web app from its sources, with hot reload: Vite as a middleware on the app's own server, so that
// the origin, the sign-in and the upload rules are those of the built app.
import { Console } from "node:console";
import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { createLogger, createServer } from "vite";
import type { AnswerSite } from "./built-site.ts";
import { securityHeaders } from "./security-headers.ts";
import { WEB_ROOT } from "./web-root.ts";

export interface DevSite extends AsyncDisposable {
  readonly answerSite: AnswerSite;
}

/** The folders that a page may load from. The repository's root also has `.tapedeck`, with private keys. */
const SERVED = ["../../../../packages", "../../../../node_modules"].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

export async function startDevSite(place: {
  readonly server: Server;
  /** The app's server. */
  readonly origin: string;
  readonly uploadOrigin: string;
}): Promise<DevSite> {
  const styleNonce = randomBytes(16).toString("base64");
  const vite = await createServer({
    root: WEB_ROOT,
    // Standard output belongs to the ready line of `--json`.
    customLogger: createLogger("info", { console: new Console(process.stderr) }),
    html: { cspNonce: styleNonce },
    server: {
      middlewareMode: true,
      ws: { server: place.server },
      cors: false,
      fs: { allow: SERVED },
    },
  });
  const socketOrigin = place.origin.replace(/^http/, "ws");
  const headers = new Map(
    Object.entries(securityHeaders(place.uploadOrigin, { styleNonce, socketOrigin })),
  );
  return {
    answerSite: async (request, response) => {
      response.setHeaders(headers);
      vite.middlewares(request, response, () => response.writeHead(404).end("Not found\n"));
    },
    [Symbol.asyncDispose]: () => vite.close(),
  };
}
