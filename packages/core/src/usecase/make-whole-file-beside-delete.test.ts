// A whole file whose segments disappear while they are read: by a delete, or because the recording is damaged.
import { expect, test } from "vitest";
import { buildManifest } from "../manifest.ts";
import { identity, recordingId, segments, sha256 } from "../testing/stored-recording.ts";
import { makeTombstone } from "../tombstone.ts";
import { makeWholeFile } from "./make-whole-file.ts";
import type { WholeFilePorts } from "./whole-file-ports.ts";

const NOW_MICROS = 1_795_392_000_000_000;
const parts = { recordingId, segments: segments(3), gaps: [] };
const manifest = JSON.stringify(buildManifest(parts, NOW_MICROS));

/** @param json - what lies in the manifest's place once a segment was read, which is gone */
function portsWithoutSegments(json: string) {
  let hasRead = false;
  const stored: string[] = [];
  const ports: WholeFilePorts = {
    sha256,
    readJson: async () => ({ text: hasRead ? json : manifest, version: "v1" }),
    readObject: async () => {
      hasRead = true;
      return undefined;
    },
    headVersion: async () => undefined,
    remove: async () => undefined,
    withDraft: (work) =>
      work({
        append: async () => undefined,
        store: async ({ key }) => {
          stored.push(key);
          return "stored";
        },
      }),
  };
  return { ports, stored };
}

test("a delete while the segments are read is no damage, and no file is stored", async () => {
  const { ports, stored } = portsWithoutSegments(makeTombstone(recordingId, NOW_MICROS).json);
  expect(await makeWholeFile(recordingId, identity, ports)).toBe("deleted");
  expect(stored).toEqual([]);
});

test("a recording that is there without its segments is refused by name", async () => {
  const { ports, stored } = portsWithoutSegments(manifest);
  await expect(makeWholeFile(recordingId, identity, ports)).rejects.toMatchObject({
    code: "RECORDING_INCOMPLETE",
  });
  expect(stored).toEqual([]);
});
