// Finds the programs that the witness needs, or installs Debian's packages; without one the run fails.
import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const INSTALL_TIMEOUT_MS = 8 * 60_000;

interface Need {
  /** Where the program may be, best first: a name to look up, or a path. */
  readonly programs: readonly string[];
  readonly packages: readonly string[];
  /** Environment variable that names another one. */
  readonly chosenBy?: string;
}

const NEEDS = {
  pulseaudio: { programs: ["pulseaudio"], packages: ["pulseaudio"] },
  paplay: { programs: ["paplay"], packages: ["pulseaudio-utils"] },
  parec: { programs: ["parec"], packages: ["pulseaudio-utils"] },
  ffmpeg: { programs: ["ffmpeg"], packages: ["ffmpeg"] },
  firefox: {
    programs: ["firefox-esr", "firefox"],
    packages: ["firefox-esr"],
    chosenBy: "TAPEDECK_FIREFOX",
  },
  webKitDriver: { programs: ["WebKitWebDriver"], packages: ["webkit2gtk-driver"] },
  miniBrowser: {
    programs: [
      "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
      "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    ],
    // WebKit hears and encodes through GStreamer's plugins.
    packages: [
      "libwebkit2gtk-4.1-0",
      "gstreamer1.0-pulseaudio",
      "gstreamer1.0-plugins-good",
      "gstreamer1.0-plugins-bad",
    ],
  },
  xvfb: { programs: ["Xvfb"], packages: ["xvfb"] },
} as const satisfies Record<string, Need>;

export type Programs = Readonly<Record<keyof typeof NEEDS, string>>;

/**
 * @returns the path of each program
 * @throws {Error} with the line to type, when something is missing and cannot be installed
 */
export async function findPrograms(): Promise<Programs> {
  const missing = await missingPackages();
  if (missing.length > 0) await install(missing);
  const found = await Promise.all(
    Object.entries(NEEDS).map(async ([name, need]) => {
      const path = await find(need);
      if (path === undefined) throw new Error(`${need.packages[0]} brought no ${name}.`);
      return [name, path];
    }),
  );
  return Object.fromEntries(found) as Programs;
}

async function missingPackages(): Promise<string[]> {
  const missing = new Set<string>();
  for (const need of Object.values<Need>(NEEDS)) {
    if ((await find(need)) === undefined) need.packages.forEach((name) => missing.add(name));
  }
  return [...missing];
}

async function install(packages: readonly string[]): Promise<void> {
  const line = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  const byHand = `The witness needs ${packages.join(", ")}. Install the missing ones by hand:\n  sudo sh -c '${line}'`;
  if (
    process.getuid?.() !== 0 ||
    (await find({ programs: ["apt-get"], packages: [] })) === undefined
  ) {
    throw new Error(byHand);
  }
  console.log(`Installing ${packages.join(", ")} …`);
  await run("/bin/sh", ["-c", line], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    timeout: INSTALL_TIMEOUT_MS,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((cause: unknown) => {
    throw new Error(byHand, { cause });
  });
}

async function find({ programs, chosenBy }: Need): Promise<string | undefined> {
  const chosen = chosenBy === undefined ? undefined : process.env[chosenBy];
  if (chosen !== undefined) {
    if (await isExecutable(chosen)) return chosen;
    throw new Error(`${chosenBy} names ${chosen}, which is not an executable file.`);
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  for (const program of programs) {
    const paths = program.startsWith("/") ? [program] : folders.map((dir) => join(dir, program));
    for (const path of paths) if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
