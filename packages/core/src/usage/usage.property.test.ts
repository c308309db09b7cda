// Whatever a person does, however often requests fail and calls are cut off: the usage file ends with what the
// bucket holds, each recording counted once.
import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import type { Identity } from "../identity.ts";
import type { LibraryId, RecordingId } from "../ids.ts";
import { isRecordingId } from "../ids.ts";
import type { ObjectStore } from "../ports.ts";
import { storeByTurns } from "../testing/store-by-turns.ts";
import { codeOf, createUsageWorld, MINUTE_MS } from "../testing/usage-world.ts";

const QUOTA = { maxSizeBytes: 30_000, maxDurationMs: 1e12, keepDays: 30 };

/** Errors that a call may end with; any other is a fault. */
const EXPECTED = ["allowed", "QUOTA_EXCEEDED", "THROTTLED", "SERVICE_UNAVAILABLE"];

const which = fc.nat(2);
const action = fc.oneof(
  fc.record({
    kind: fc.constant("record" as const),
    which,
    count: fc.nat(4),
    isHost: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("arrive" as const), which, count: fc.nat(4) }),
  fc.record({ kind: fc.constant("seal" as const), which }),
  fc.record({ kind: fc.constant("remove" as const), which, isTwice: fc.boolean() }),
  fc.record({ kind: fc.constant("upload" as const), sizeBytes: fc.integer({ min: 1, max: 4000 }) }),
  fc.record({ kind: fc.constant("wait" as const), minutes: fc.nat(14) }),
  fc.record({ kind: fc.constant("wait" as const), minutes: fc.nat(60) }),
  fc.record({ kind: fc.constant("rebuild" as const) }),
);

/** Requests to the bucket up to the one that fails, or none fails. */
const failsAt = fc.option(fc.nat(8), { nil: undefined, freq: 2 });

function failing(store: ObjectStore, at: number | undefined): ObjectStore {
  return storeByTurns(store, (call, method) =>
    at !== undefined && call >= at
      ? Promise.reject(new AppError("SERVICE_UNAVAILABLE", "cut off"))
      : method(),
  );
}

test("the figures end as the bucket is", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(action, failsAt), { maxLength: 60, size: "max" }),
      async (steps) => {
        const world = createUsageWorld(QUOTA);
        const ids: LibraryId[] = [];
        const sequences = new Map<LibraryId, number>();
        const outcomes = new Set<string>();
        const granted = new Map<LibraryId, { place: Identity; atMs: number }>();
        const put = (id: RecordingId, count: number) => {
          const grant = granted.get(id);
          // An instance that remembers the reservation gives grants for ten minutes, and each lives five.
          if (grant === undefined || world.nowMs() - grant.atMs > 15 * MINUTE_MS) return;
          for (let left = count; left > 0; left--) {
            const sequence = sequences.get(id) ?? 0;
            world.put(id, sequence, grant.place);
            sequences.set(id, sequence + 1);
          }
        };
        const recordingAt = (index: number): RecordingId => {
          const known = ids[index];
          if (known !== undefined && isRecordingId(known)) return known;
          const id = world.newId();
          ids.push(id);
          return id;
        };

        for (const [step, at] of steps) {
          const bucket = failing(world.store, at);
          switch (step.kind) {
            case "record": {
              const id = recordingAt(step.which);
              const place = step.isHost ? world.host : world.person;
              const outcome = await world.reserve(id, place, bucket).then(() => "allowed", codeOf);
              outcomes.add(outcome);
              if (outcome !== "allowed") break;
              granted.set(id, { place, atMs: world.nowMs() });
              put(id, step.count);
              break;
            }
            case "arrive":
              put(recordingAt(step.which), step.count);
              break;
            case "seal":
              await world.seal(recordingAt(step.which));
              break;
            case "remove": {
              const id = ids[step.which];
              if (id === undefined) break;
              outcomes.add(await world.remove(id, bucket).then(() => "allowed", codeOf));
              if (step.isTwice) await world.remove(id).catch(() => undefined);
              break;
            }
            case "upload":
              await world.upload(step.sizeBytes).then(
                (id) => ids.push(id),
                () => undefined,
              );
              break;
            case "wait":
              world.wait(step.minutes * MINUTE_MS);
              break;
            case "rebuild":
              await world.rebuild();
          }
        }
        expect(EXPECTED).toEqual(expect.arrayContaining([...outcomes]));
        world.wait(60 * MINUTE_MS);
        // Counts what has come to rest.
        for (const place of [world.person, world.host]) {
          await world.reserve(world.newId(), place).catch(() => undefined);
        }
        expect((await world.tell()).sizeBytes).toBe(world.heldBytes());
      },
    ),
    { numRuns: 400 },
  );
});
