// A folder of sound or of keys, which other users of the machine may not open.
import { chmod, mkdir } from "node:fs/promises";

/**
 * Makes the folder, and missing ones above it, with mode 0700. A folder that exists gets that mode too:
 * earlier versions made it 0755. The files in it, which they made 0644, are then out of reach as well.
 */
export async function openPrivateFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
}
