// The secrets of one installation, made at its first start and kept beside its data: none is fixed in the code.
import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface Installation {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Base64url of the 32 bytes that seal cookies. */
  readonly sessionKey: string;
}

const FILE = "installation.json";

export async function openInstallation(dir: string): Promise<Installation> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, FILE);
  const text = await readFile(file, "utf8").catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === "ENOENT") return undefined;
    throw thrown;
  });
  if (text !== undefined) return JSON.parse(text) as Installation;
  const made: Installation = {
    accessKeyId: `LOCAL${randomBytes(8).toString("hex").toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionKey: randomBytes(32).toString("base64url"),
  };
  // Renamed into place, so that a killed start does not leave half a file.
  await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return made;
}
