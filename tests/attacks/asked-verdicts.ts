// Asks for verdicts, alone and along with grants, on other people's segments and on false claims.
import type { RecordingId } from "@tapedeck/core/ids";
import type { SegmentGrant, SegmentVerdict, SegmentVerdicts } from "@tapedeck/core/contract";
import { SEGMENT as VICTIMS, unlessRefused, type Arena, type Attack } from "./arena.ts";
import { byNewcomer, byOwnerOfTwo, enter, segment, toVerify, type Newcomer } from "./newcomer.ts";

const [first, second, third] = [segment(0), segment(1), segment(2)];

interface Verified {
  readonly grants: readonly SegmentGrant[];
  readonly verdicts: readonly SegmentVerdict[];
}

/** Asks for a grant of the third segment, and for verdicts beside it. */
const presign = ({ call, recordingId }: Newcomer, over: object) =>
  call("segments.presign", { recordingId, segments: [third], ...over });

/** Expects this one verdict, and beside it a grant for the caller's own prefix. */
async function expectVerdict(
  person: Newcomer,
  over: object,
  state: SegmentVerdict["state"],
): Promise<string | undefined> {
  const { data, text } = await presign(person, over);
  const { grants = [], verdicts = [] } = (data ?? {}) as Partial<Verified>;
  if (verdicts.length !== 1 || verdicts[0]?.state !== state)
    return `answered ${text.slice(0, 200)}`;
  const foreign = grants.find(({ key }) => !key.startsWith(person.prefix));
  return foreign === undefined ? undefined : `got ${foreign.key}`;
}

const asThief = (arena: Arena, recordingId: RecordingId = arena.recordingId) =>
  enter(arena, recordingId);

const ofTheVictims: readonly Attack[] = [
  ...Object.entries({
    "": {},
    ", by the place where it lies": { userType: "hosts" },
    ", by another place": { userType: "guests" },
    ", by a place that there is not": { userType: "admins" },
    ", by what every object inherits": { userType: "constructor" },
  }).map(([name, hint]): Attack => ({
    name: `verdict: of the victim's segment, with a grant${name}`,
    run: async (arena) =>
      expectVerdict(await asThief(arena), { verify: [toVerify(VICTIMS)], ...hint }, "missing"),
  })),
  ...["hosts", "guests", "admins"].map((userType): Attack => ({
    name: `verdict: of the victim's segment, alone, by the place ${userType}`,
    run: async (arena) => {
      const { call, recordingId } = await asThief(arena);
      const input = { recordingId, segments: [toVerify(VICTIMS)], userType };
      const { data, text } = await call("segments.verify", input);
      const isMissing = (data as SegmentVerdicts | undefined)?.segments[0]?.state === "missing";
      return isMissing ? undefined : `answered ${text.slice(0, 200)}`;
    },
  })),
];

const VERDICTS: Readonly<Record<string, readonly [object, SegmentVerdict["state"]]>> = {
  "the attacker's own bytes under another sequence": [
    { ...toVerify(first), sequence: 1 },
    "mismatch",
  ],
  "the attacker's own bytes as one more": [
    { ...toVerify(first), sizeBytes: first.sizeBytes + 1 },
    "mismatch",
  ],
  "bytes of the same size": [{ ...toVerify(first), sha256: second.sha256 }, "mismatch"],
  "a segment that was never stored": [toVerify(third), "missing"],
  "the last sequence that there is": [{ ...toVerify(first), sequence: 999_999 }, "missing"],
};

const notSo = Object.entries(VERDICTS).map(([name, [asked, state]]) =>
  byOwnerOfTwo(`verdict: of ${name}`, (owner) => expectVerdict(owner, { verify: [asked] }, state)),
);

const listOf = (length: number) =>
  Array.from({ length }, (_, sequence) => ({ ...toVerify(first), sequence }));

/** What stands in `verify`. */
const MALFORMED: Readonly<Record<string, unknown>> = {
  "one more than a call may name": listOf(101),
  "one segment twice": [toVerify(first), toVerify(first)],
  none: [],
  "one that is no list": toVerify(first),
  nothing: null,
  "a list in a list": [[toVerify(first)]],
  "one with a key": [{ ...toVerify(first), key: "users/hosts/cognito/x/y.webm" }],
  "one with all of its fields": [first],
  "one without a hash": [{ sequence: 0, sizeBytes: first.sizeBytes }],
  "a sequence with a path": [{ ...toVerify(first), sequence: "0/../1" }],
  "a sequence of seven digits": [{ ...toVerify(first), sequence: 1_000_000 }],
};

const malformed: readonly Attack[] = [
  ...Object.entries(MALFORMED).map(([name, verify]) =>
    byNewcomer(`verdict: asked of ${name}`, async (newcomer) =>
      unlessRefused(await presign(newcomer, { verify }), 400, "INPUT_INVALID"),
    ),
  ),
  byNewcomer("verdict: asked for without a grant", async (newcomer) => {
    const input = { segments: [], verify: [toVerify(first)] };
    return unlessRefused(await presign(newcomer, input), 400, "INPUT_INVALID");
  }),
  byOwnerOfTwo("verdict: a grant of too much beside a true one", async (owner) => {
    const tooMuch = { ...third, sizeBytes: 96_385 };
    const input = { segments: [tooMuch], verify: [toVerify(first)] };
    return unlessRefused(await presign(owner, input), 400, "INPUT_INVALID");
  }),
];

export const verifyAttacks: readonly Attack[] = [...ofTheVictims, ...notSo, ...malformed];
