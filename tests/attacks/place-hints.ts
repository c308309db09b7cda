// A caller names a user type as a hint of their recording's place; the hint must open nothing.
import type { SegmentGrant } from "@tapedeck/core/contract";
import { unlessRefused, type Attack } from "./arena.ts";
import { byNewcomer, enter, segment, toVerify } from "./newcomer.ts";

/** No user type's name. */
const NO_NAMES: readonly unknown[] = [
  "../",
  "customer/..",
  "hosts/cognito/somebody",
  "",
  "hosts\0",
  "x".repeat(65),
  ["hosts"],
  null,
];

const segments = [segment(0)];
const INPUTS: Readonly<Record<string, object>> = {
  "segments.presign": { segments },
  "segments.verify": { segments: segments.map(toVerify) },
  "recordings.seal": { segments, gaps: [] },
};

const malformed = Object.entries(INPUTS).flatMap(([procedure, input]) =>
  NO_NAMES.map((userType) =>
    byNewcomer(
      `hint: ${procedure} with ${JSON.stringify(userType).slice(0, 30)}`,
      async ({ call, recordingId }) =>
        unlessRefused(
          await call(procedure, { recordingId, ...input, userType }),
          400,
          "INPUT_INVALID",
        ),
    ),
  ),
);

/** Other people's places, the victim's, and an empty one. */
const presigned = ["hosts", "guests", "HOSTS", "admins", "__proto__"].map((userType): Attack => ({
  name: `hint: a grant for the victim's recording under ${userType}`,
  run: async (arena) => {
    const { call, prefix, recordingId } = await enter(arena, arena.recordingId);
    const answer = await call("segments.presign", { recordingId, segments, userType });
    // The API refuses an impossible name, and does not trust any other.
    if (userType.startsWith("_")) return unlessRefused(answer, 400, "INPUT_INVALID");
    const key = (answer.data as SegmentGrant[] | undefined)?.[0]?.key ?? answer.text;
    return key.startsWith(prefix) ? undefined : `got ${key}`;
  },
}));

/** These procedures look in all of the caller's own places, and take no hint. */
const unasked = ["recordings.get", "recordings.list", "recordings.rename", "recordings.delete"].map(
  (procedure): Attack => ({
    name: `hint: ${procedure} by the place where the victim's recording lies`,
    run: async (arena) => {
      const recordingId = await arena.sealedOf(arena.victim);
      const { call } = await enter(arena, recordingId);
      const named = procedure === "recordings.list" ? {} : { recordingId };
      const title = procedure === "recordings.rename" ? { title: "x" } : {};
      const answer = await call(procedure, { ...named, ...title, userType: "hosts" });
      return unlessRefused(answer, 400, "INPUT_INVALID");
    },
  }),
);

export const hintAttacks: readonly Attack[] = [...malformed, ...presigned, ...unasked];
