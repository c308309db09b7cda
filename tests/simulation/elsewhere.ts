// The person at another device. It knows what the bucket lists: it recovers and deletes of that, while the first
// device is still recording, sending and sealing. Its calls are slow, and now and then end in the middle.
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecordingId } from "@tapedeck/core/ids";
import { parseObjectKey } from "@tapedeck/core/object-key";
import type { Clock, ObjectStore } from "@tapedeck/core/ports";
import { deleteRecording } from "@tapedeck/core/usecase/delete-recording";
import { recoverRecording } from "@tapedeck/core/usecase/recover-recording";
import type { SimulatedBucket } from "./bucket.ts";
import { identityOf, USER_TYPES } from "./identity.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

/** Of the calls. */
const INTERRUPTED_SHARE = 0.2;
const MOST_REQUEST_MS = 1500;

/** What a recovery may meet beside other calls; the person tries again. */
const EXPECTED: ReadonlySet<ErrorCode> = new Set([
  "RECORDING_NOT_FOUND",
  "RECORDING_DELETED",
  "RECORDING_CHANGING",
  "RECORDING_INCOMPLETE",
  "SERVICE_UNAVAILABLE",
  // Other calls keep changing the person's usage file.
  "THROTTLED",
]);

export interface Elsewhere {
  recover(): void;
  remove(): void;
}

/** @param random - dice of its own, so that those of the run fall as they did without it */
export function createElsewhere(
  world: World,
  random: Random,
  { store, clock }: { readonly store: SimulatedBucket["store"]; readonly clock: Clock },
): Elsewhere {
  const identityRules = { userTypes: USER_TYPES };

  /** The bucket, as one call meets it. */
  function slowStore(): ObjectStore {
    let requestsLeft = random.chance(INTERRUPTED_SHARE) ? random.between(1, 8) : Infinity;
    const request = async <Result>(carryOut: () => Promise<Result>): Promise<Result> => {
      requestsLeft -= 1;
      if (requestsLeft < 0) throw new AppError("SERVICE_UNAVAILABLE", "interrupted");
      await pause();
      const result = await carryOut();
      await pause();
      return result;
    };
    const pause = () =>
      new Promise<void>((resolve) => {
        world.clock.setTimer(random.between(0, MOST_REQUEST_MS), resolve);
      });
    return {
      head: (key) => request(() => store.head(key)),
      readJson: (key) => request(() => store.readJson(key)),
      putJsonIfAbsent: (...put) => request(() => store.putJsonIfAbsent(...put)),
      replaceJson: (...put) => request(() => store.replaceJson(...put)),
      list: (...asked) => request(() => store.list(...asked)),
      holdsAny: (prefix) => request(() => store.holdsAny(prefix)),
      deleteAll: (keys) => request(() => store.deleteAll(keys)),
    };
  }

  function listed(): readonly RecordingId[] {
    const ids = new Set<RecordingId>();
    for (const key of store.objects.keys()) {
      const { object } = parseObjectKey(key);
      if ("recordingId" in object) ids.add(object.recordingId);
    }
    return [...ids];
  }

  function onOne(
    name: "recoveries" | "deletes",
    call: (recordingId: RecordingId, store: ObjectStore) => Promise<unknown>,
  ): void {
    const ids = listed();
    if (ids.length === 0) return;
    const recordingId = random.pick(ids);
    call(recordingId, slowStore()).then(
      () => {
        world.counts[name] += 1;
        if (name === "deletes") world.model.deleteReturned(recordingId);
        world.log(`elsewhere: ${name} ${recordingId}`);
      },
      (thrown: unknown) => {
        const { code, message } = toAppError(thrown);
        world.log(`elsewhere: ${name} ${recordingId} ${code}`);
        if (!EXPECTED.has(code)) world.violate(`${name} ${recordingId}: ${message}`);
      },
    );
  }

  const identity = () => identityOf(world.trouble.userType);
  return {
    recover: () =>
      onOne("recoveries", (recordingId, slow) =>
        recoverRecording({ recordingId }, identity(), { clock, store: slow, identityRules }),
      ),
    remove: () =>
      onOne("deletes", (recordingId, slow) =>
        deleteRecording({ recordingId }, identity(), { clock, store: slow, identityRules }),
      ),
  };
}
