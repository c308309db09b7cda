// Rules about recordings that another device recovers or deletes, and about whole files. See simulation-rules.ts.
import type { Mutation } from "./mutation.ts";

const manifest = "core/src/manifest.ts";
const seal = "core/src/usecase/seal-recording.ts";
const wholeFile = "core/src/usecase/make-whole-file.ts";

export const recoverRules: readonly Mutation[] = [
  {
    rule: "what was recovered without a segment missing is not sealed by its device",
    file: seal,
    find: "if (stored.isRecovered && stored.segments.length === segmentCount) return false;",
    replace: "",
  },
  {
    rule: "a seal is refused the gaps that a recovery could not know",
    file: manifest,
    find: "if (!isLonger && stored.isRecovered !== true) return undefined;",
    replace: "if (!isLonger) return undefined;",
  },
  {
    rule: "the holes of a recovery stay when the device has filled them",
    file: manifest,
    find: 'stored.gaps.filter(({ reason }) => reason !== "missing")',
    replace: "stored.gaps",
  },
  {
    rule: "a segment after a hole must prove that it follows",
    file: wholeFile,
    find: "const isAfterHole = sequence > nextSequence;",
    replace: "const isAfterHole = false;",
  },
  {
    rule: "a whole file is kept although its recording was extended",
    file: wholeFile,
    find: "if (before && digestOfWholeFile(before) === digest)",
    replace: "if (before)",
  },
  {
    rule: "a deleted recording is sealed again",
    file: "core/src/usecase/read-manifest.ts",
    find: 'if (isTombstone(json.text)) throw new AppError("RECORDING_DELETED", "The recording was deleted.");',
    replace: "if (isTombstone(json.text)) return undefined;",
  },
];
