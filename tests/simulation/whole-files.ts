// The function that makes whole files: each write of a manifest calls it, late, sometimes twice, and S3 fails it now
// and then. Lambda repeats a call that throws.
import { AppError, toAppError } from "@tapedeck/core/errors";
import { parseObjectKey } from "@tapedeck/core/object-key";
import { makeWholeFile } from "@tapedeck/core/usecase/make-whole-file";
import type { WholeFilePorts } from "@tapedeck/core/usecase/whole-file-ports";
import { sha256Of, type SimulatedBucket } from "./bucket.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

/** As Lambda does: a call, and two repetitions. */
const MAX_CALLS = 3;
const MOST_DELAY_MS = 8000;
/** Of one request to S3. The last call is spared: an alarm would tell the owner of it. */
const FAILURE_SHARE = 0.03;

export interface WholeFiles {
  /** @returns `undefined` when the bucket holds none under this key */
  at(key: string): Uint8Array | undefined;
  /** Of all that the bucket holds. */
  keys(): readonly string[];
}

/** @param random - dice of its own, so that those of the run fall as they did without it */
export function createWholeFiles(
  world: World,
  random: Random,
  { store, bytes: segments, onJson }: Pick<SimulatedBucket, "store" | "bytes" | "onJson">,
): WholeFiles {
  const files = new Map<string, { readonly bytes: Uint8Array; readonly version: string }>();
  let versions = 0;

  const wait = (maxMs: number) =>
    new Promise<void>((resolve) => {
      world.clock.setTimer(random.between(0, maxMs), resolve);
    });

  function portsOf(isSpared: boolean): WholeFilePorts {
    const request = async <Result>(carryOut: () => Result | Promise<Result>): Promise<Result> => {
      await wait(20);
      if (!isSpared && random.chance(FAILURE_SHARE)) {
        throw new AppError("SERVICE_UNAVAILABLE", "simulated");
      }
      const result = await carryOut();
      await wait(20);
      return result;
    };
    return {
      sha256: async (content) => sha256Of(content),
      readJson: (key) => request(() => store.readJson(key)),
      readObject: (key, sizeBytes) =>
        request(() => {
          const bytes = store.objects.has(key) ? segments.get(key) : undefined;
          return bytes?.length === sizeBytes ? bytes : undefined;
        }),
      headVersion: (key) =>
        request(() => {
          const [object, file] = [store.objects.get(key), files.get(key)];
          return object && file && { version: file.version, metadata: object.metadata };
        }),
      remove: (key) => request(() => store.deleteAll([key])),
      withDraft: (work) => {
        const pieces: Uint8Array[] = [];
        return work({
          append: async (added) => void pieces.push(...added),
          store: ({ key, head, metadata, replaces }) =>
            request(() => {
              const held = store.objects.has(key) ? files.get(key)?.version : undefined;
              if (held !== replaces) return "changed" as const;
              const bytes = new Uint8Array(Buffer.concat([head, ...pieces]));
              files.set(key, { bytes, version: `v${versions++}` });
              const facts = { sizeBytes: bytes.length, sha256: sha256Of(bytes), metadata };
              store.objects.set(key, facts);
              return "stored" as const;
            }),
        });
      },
    };
  }

  async function make(key: string): Promise<void> {
    const { identity, object } = parseObjectKey(key);
    if (object.kind !== "manifest") return;
    const { recordingId } = object;
    for (let calls = 1; calls <= MAX_CALLS; calls++) {
      await wait(MOST_DELAY_MS);
      try {
        const outcome = await makeWholeFile(recordingId, identity, portsOf(calls === MAX_CALLS));
        world.log(`whole file of ${recordingId}: ${outcome}`);
        world.counts.wholeFiles += outcome === "made" ? 1 : 0;
        return;
      } catch (thrown) {
        const { code, message } = toAppError(thrown);
        const isTransient = code === "SERVICE_UNAVAILABLE" || code === "RECORDING_CHANGING";
        if (!isTransient) world.violate(`no whole file of ${recordingId}: ${message}`);
      }
    }
  }

  onJson((key) => {
    void make(key);
    // S3 may tell of one write twice.
    if (random.chance(0.2)) void make(key);
  });
  return {
    keys: () => [...files.keys()].filter((key) => store.objects.has(key)),
    at: (key) => (store.objects.has(key) ? files.get(key)?.bytes : undefined),
  };
}
