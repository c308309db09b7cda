// Serves the built web app from one folder, as S3 and CloudFront do.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { pipeline } from "node:stream/promises";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** File names with a hash of their content never change; everything else is asked for anew. */
const HASHED = /\/assets\//;

export async function serveStatic(
  dir: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const file = await findFile(dir, request.url ?? "/");
  if (file === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
    return;
  }
  response.writeHead(200, {
    "content-type": TYPES[extname(file.path)] ?? "application/octet-stream",
    "content-length": file.sizeBytes,
    "cache-control": HASHED.test(file.path.replaceAll(sep, "/"))
      ? "public, max-age=31536000, immutable"
      : "no-cache",
  });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  await pipeline(createReadStream(file.path), response);
}

async function findFile(dir: string, url: string) {
  const pathname = URL.parse(url, "http://localhost")?.pathname;
  const decoded = pathname === undefined ? undefined : tryDecode(pathname);
  if (decoded === undefined || decoded.includes("\0")) return undefined;
  const path = normalize(join(dir, decoded));
  if (path !== dir && !path.startsWith(dir.endsWith(sep) ? dir : dir + sep)) return undefined;
  // A path without an extension is a page of the app, which routes by itself.
  const candidate = extname(path) === "" ? join(dir, "index.html") : path;
  const found = await stat(candidate).catch(() => undefined);
  return found?.isFile() ? { path: candidate, sizeBytes: found.size } : undefined;
}

function tryDecode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}
