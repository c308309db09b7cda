// The sizes that a browser loads: the app's page, and the engine's package on a page of an integrator.
import { mkdir, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { buildForProduction } from "@tapedeck/local/site/build-web";
import { WEB_ROOT } from "@tapedeck/local/site/web-root";
import { buildScripts } from "../../packages/recorder/package/scripts.ts";
import { sizeOf, type Files, type Size } from "./size.ts";

/** Scripts that the page starts when a recording does. */
const STARTED_LATER = [/^encoder-worker-.*\.js$/, /^pcm-worklet-.*\.js$/];

/** What the page uploads with, which it asks for as soon as it can record. */
const UPLOADS = [/^page-uploads-.*\.js$/];

/** The client of the API, which a page asks for while it asks for the session. */
const API_CLIENT = [/^api-.*\.js$/, /^page-api-.*\.js$/];

/** The room of the recordings, which the page loads once the deck is there. */
const LIBRARY = [/^Library-.*\.js$/];

/** The player, with the workers that draw its wave and join segments. */
const PLAYER = [/^open-room-.*\.js$/, /^peaks-worker-.*\.js$/, /^join-worker-.*\.js$/];

/** The worker that makes files of other formats. */
const CONVERTER = [/^convert-worker-.*\.js$/];

/** @param dir - an empty folder, for the built pages */
export async function measurePages(dir: string): Promise<Size[]> {
  const app = await buildPage(WEB_ROOT, join(dir, "app"));
  const serviceWorker = pick(app, (name) => name === "service-worker.js");
  return [
    ...(await measureEngine(join(dir, "engine"))),
    sizeOf("page", firstLoad(app), app.sources),
    sizeOf("page that records", new Map([...firstLoad(app), ...startedLater(app)]), app.sources),
    sizeOf("uploads", uploads(app), {}),
    sizeOf("API client", matching(app, API_CLIENT), {}),
    sizeOf("library", matching(app, LIBRARY), {}),
    sizeOf("player", matching(app, PLAYER), {}),
    sizeOf("converter", matching(app, CONVERTER), {}),
    sizeOf("service worker", serviceWorker, {}),
  ];
}

/** What a page of the package loads to record, and all that it loads to record and to upload. */
async function measureEngine(dir: string): Promise<Size[]> {
  await mkdir(dir);
  const { toRecord, toUpload, sources } = await buildScripts(dir);
  const read = async (name: string) => [name, await readFile(join(dir, name))] as const;
  const recording = await Promise.all(toRecord.map(read));
  const uploading = await Promise.all(toUpload.map(read));
  return [
    sizeOf("engine", new Map([...recording, ...uploading]), sources),
    sizeOf("engine that records", new Map(recording), {}),
  ];
}

interface BuiltPage {
  readonly files: Files;
  /** Bytes of each module before it is minified. */
  readonly sources: Readonly<Record<string, number>>;
  /** By the name of a script, those that it imports at once. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

async function buildPage(root: string, outDir: string): Promise<BuiltPage> {
  const sources: Record<string, number> = {};
  const imports = new Map<string, readonly string[]>();
  const listing = {
    name: "tapedeck-list-sources",
    generateBundle(_options: unknown, bundle: Bundle) {
      for (const [path, { modules = {}, imports: imported = [] }] of Object.entries(bundle)) {
        imports.set(
          basename(path),
          imported.map((name) => basename(name)),
        );
        for (const [source, { renderedLength }] of Object.entries(modules)) {
          sources[source] = (sources[source] ?? 0) + renderedLength;
        }
      }
    },
  };
  await buildForProduction({
    root,
    build: { outDir, emptyOutDir: true },
    plugins: [listing],
    worker: { plugins: () => [listing] },
  });
  const names = await readdir(outDir, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    names
      .filter((entry) => entry.isFile())
      .map(async ({ name, parentPath }) => [name, await readFile(join(parentPath, name))] as const),
  );
  return { files: new Map(files), sources, imports };
}

type Bundle = Readonly<
  Record<
    string,
    {
      readonly modules?: Readonly<Record<string, { readonly renderedLength: number }>>;
      readonly imports?: readonly string[];
    }
  >
>;

/** The page with the scripts and styles that it names, which are all that it imports at once. */
function firstLoad(page: BuiltPage): Files {
  const html = Buffer.from(file(page, "index.html")).toString();
  const named = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, url = ""]) =>
    basename(url),
  );
  return new Map(["index.html", ...named].map((name) => [name, file(page, name)]));
}

/** Those, with all that they import. */
function startedLater(page: BuiltPage): Files {
  return withImports(page, matching(page, STARTED_LATER));
}

/** What the page asks for beside those that it starts with. */
function uploads(page: BuiltPage): Files {
  const before = new Set([...firstLoad(page).keys(), ...startedLater(page).keys()]);
  const all = withImports(page, matching(page, UPLOADS));
  return new Map([...all].filter(([name]) => !before.has(name)));
}

function withImports(page: BuiltPage, scripts: Files): Files {
  const all = new Map(scripts);
  for (const name of all.keys()) {
    for (const imported of page.imports.get(name) ?? []) all.set(imported, file(page, imported));
  }
  return all;
}

/** One file for each pattern. */
function matching(page: BuiltPage, patterns: readonly RegExp[]): Files {
  return new Map(
    patterns.flatMap((pattern) => {
      const found = [...pick(page, (name) => pattern.test(name))];
      if (found.length !== 1) throw new Error(`${found.length} files of the page match ${pattern}`);
      return found;
    }),
  );
}

function pick({ files }: BuiltPage, wanted: (name: string) => boolean): Files {
  return new Map([...files].filter(([name]) => wanted(name)));
}

function file({ files }: BuiltPage, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw new Error(`the page was built without ${name}`);
  return bytes;
}
