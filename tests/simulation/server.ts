// The API in front of the bucket: the rules of core, as they run on Lambda, on a store in memory, at the
// other end of a network on which anything may happen.
import type { SegmentVerdict } from "@tapedeck/core/contract";
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { Identity } from "@tapedeck/core/identity";
import type { RecordingId } from "@tapedeck/core/ids";
import type { Clock } from "@tapedeck/core/ports";
import { findPlace } from "@tapedeck/core/usecase/find-place";
import { presignSegments } from "@tapedeck/core/usecase/presign-segments";
import { sealInOnePlace } from "@tapedeck/core/usecase/seal-in-one-place";
import { verifySegments } from "@tapedeck/core/usecase/verify-segments";
import type { RecordingApi } from "../../packages/recorder/src/ports.ts";
import type { PutObject } from "../../packages/recorder/src/upload/put-object.ts";
import { createBucket, sha256Of, type SimulatedBucket } from "./bucket.ts";
import { identityOf, keysOf, USER_TYPES } from "./identity.ts";
import { createNetwork, type SimulatedNetwork } from "./network.ts";
import { createQuota, type SimulatedQuota } from "./quota.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

/** What the API says, and when, by its own clock. */
export interface Answer<Result> {
  readonly result: Result;
  readonly atMs: number;
}

type Procedure = "presignSegments" | "verifySegments" | "sealRecording";

/** The API before anybody reads its answers. */
export type AnsweringApi = {
  readonly [Name in Procedure]: (
    input: Parameters<RecordingApi[Name]>[0],
  ) => Promise<Answer<Awaited<ReturnType<RecordingApi[Name]>>>>;
};

export interface SimulatedServer
  extends
    Pick<SimulatedBucket, "store" | "bytes" | "onJson">,
    Pick<SimulatedNetwork, "forgetWaits" | "forgetOfflineTries"> {
  /** Of the release before the last. */
  readonly isOld: boolean;
  /** Its own device has sealed it: a recovered one may lack sound that the device still has. */
  isSealed(recordingId: RecordingId): boolean;
  readonly clock: Clock;
  readonly quota: SimulatedQuota;
  readonly api: AnsweringApi;
  readonly putObject: PutObject;
  readonly counts: { presign: number; verify: number; seal: number; put: number };
}

export function createServer(
  world: World,
  { isOld, quotaRandom }: { readonly isOld: boolean; readonly quotaRandom?: Random | undefined },
): SimulatedServer {
  const { random, time, trouble } = world;
  const bucket = createBucket(world);
  const network = createNetwork(world);
  const { store, bytes, signer } = bucket;
  const clock = { nowMicros: () => time.trueMs() * 1000 };
  const sha256 = async (body: Uint8Array) => sha256Of(body);
  const quota = createQuota(world, quotaRandom, { store, clock });
  const { reservations } = quota;
  const identityRules = { userTypes: USER_TYPES };
  const ports = { clock, store, sha256, signer, identityRules, reservations };
  const counts = { presign: 0, verify: 0, seal: 0, put: 0 };

  /** The token of a request says who asks, from when it is sent. */
  async function call<Result>(
    kind: "presign" | "verify" | "seal",
    input: Parameters<RecordingApi["verifySegments" | "sealRecording"]>[0],
    carryOut: (identity: Identity) => Promise<Result>,
  ): Promise<Answer<Result>> {
    counts[kind] += 1;
    if (trouble.isSignedOut) throw new AppError("NOT_SIGNED_IN", "simulated");
    const identity = identityOf(trouble.userType);
    const segments = kind !== "seal" && "segments" in input ? input.segments : undefined;
    const subjects = segments?.map(({ sequence }) => `${input.recordingId}/${sequence}`) ?? [
      input.recordingId,
    ];
    if (random.chance(trouble.hung)) return new Promise(() => undefined);
    return network.travel("the API", subjects, network.foreignToApi, async () => {
      const result = await carryOut(await findPlace(input, identity, ports));
      return { result, atMs: time.trueMs() };
    });
  }

  function noteVerdicts(recordingId: RecordingId, verdicts: readonly SegmentVerdict[]): void {
    for (const { sequence, state } of verdicts) {
      if (state === "verified") world.model.saidVerified(recordingId, sequence);
    }
  }

  return {
    store,
    clock,
    quota,
    onJson: (hear) => bucket.onJson(hear),
    isOld,
    isSealed: (recordingId) =>
      keysOf({ kind: "manifest", recordingId }).some((key) => {
        const text = store.objects.get(key)?.text;
        return text !== undefined && !text.includes('"isRecovered":true');
      }),
    bytes,
    counts,
    forgetWaits: () => network.forgetWaits(),
    forgetOfflineTries: () => network.forgetOfflineTries(),
    api: {
      presignSegments: (input) =>
        call("presign", input, async (identity) => {
          const presigned = await quota.watch(
            input.recordingId,
            presignSegments(input, identity, { ...ports, quota: quota.current() }),
          );
          if ("verdicts" in presigned) noteVerdicts(input.recordingId, presigned.verdicts);
          return presigned;
        }),
      verifySegments: (input) =>
        call("verify", input, async (identity) => {
          const verified = await verifySegments(input, identity, ports);
          noteVerdicts(input.recordingId, verified.segments);
          return verified;
        }),
      sealRecording: (input) =>
        call("seal", input, async (identity) => {
          try {
            return await sealInOnePlace(input, identity, ports);
          } catch (thrown) {
            if (toAppError(thrown).code === "RECORDING_INCOMPLETE") {
              world.violate(`${input.recordingId} was to be sealed before all of it was verified`);
            }
            throw thrown;
          }
        }),
    },
    putObject: async ({ grant, bytes: body, onProgress }) => {
      counts.put += 1;
      onProgress(body.length >> 1);
      if (random.chance(trouble.swallowed)) return;
      await network.travel("S3", [bucket.keyOf(grant.url)], network.foreignToPut, async () => {
        if (random.chance(trouble.doubled)) {
          await bucket.receive(grant.url, body).catch(() => undefined);
        }
        await bucket.receive(grant.url, body);
      });
    },
  };
}
