// Deploys a build that differs from the one before: each file of it has another name, and the old ones are gone.
import { createHash } from "node:crypto";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";

const TEXT = new Set([".html", ".js", ".css"]);

/** @param webDir - a copy of a built app, which a server may be serving */
export async function deployNext(webDir: string): Promise<void> {
  const html = await readFile(join(webDir, "index.html"));
  const version = createHash("sha256").update(html).digest("hex").slice(0, 16);
  const assets = await readdir(join(webDir, "assets"));
  const names = new Map(assets.map((name) => [name, name.replace(/(\.\w+)$/, "-next$1")]));
  for (const [name, next] of names) await rename(assetPath(name), assetPath(next));
  const texts = ["index.html", "service-worker.js", ...[...names.values()].map(inAssets)];
  for (const path of texts.filter((each) => TEXT.has(extname(each)))) {
    let text = await readFile(join(webDir, path), "utf8");
    for (const [name, next] of names) text = text.replaceAll(name, next);
    if (path === "service-worker.js") {
      if (!text.includes(version)) throw new Error("the service worker does not name its build");
      text = text.replaceAll(version, `next-${version}`);
    }
    await writeFile(join(webDir, path), text);
  }

  function assetPath(name: string): string {
    return join(webDir, inAssets(name));
  }
}

const inAssets = (name: string) => join("assets", name);
