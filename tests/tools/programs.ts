// The programs that docs/files.md names.
import { findPrograms, SHARED_NEEDS, type Need } from "../fixtures/debian-programs.ts";

const NEEDS = {
  ffmpeg: SHARED_NEEDS.ffmpeg,
  ffprobe: SHARED_NEEDS.ffprobe,
  mkvmerge: { programs: ["mkvmerge"], packages: ["mkvtoolnix"] },
  // Debian's own Python, which finds PyAV: another one may come first on the path.
  python: { programs: ["/usr/bin/python3"], packages: ["python3"] },
  pyAv: { programs: ["/usr/lib/python3/dist-packages/av/__init__.py"], packages: ["python3-av"] },
} as const satisfies Record<string, Need>;

/** @throws {Error} with the line to type, when something is missing and cannot be installed */
export const findTools = () => findPrograms("docs/files.md", NEEDS);
