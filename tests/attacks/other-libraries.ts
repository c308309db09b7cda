// Tries to list, read, seal again, recover, rename and delete another person's sealed recordings.
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingToPlay } from "@tapedeck/core/contract";
import type { Answer } from "../fixtures/stack/test-stack.ts";
import { bearer, unlessRefused, type Arena, type Attack, type Person } from "./arena.ts";

const QUERIES: ReadonlySet<string> = new Set(["recordings.list", "recordings.get"]);

/** Asks a procedure of recordings.*, by the method it takes. */
export function callLibrary(
  arena: Arena,
  procedure: string,
  input: object,
  token: string,
): Promise<Answer> {
  const json = JSON.stringify(input);
  return QUERIES.has(procedure)
    ? arena.stack.get(`/trpc/${procedure}?input=${encodeURIComponent(json)}`, bearer(token))
    : arena.stack.post(procedure, json, bearer(token));
}

export const getRecording = (arena: Arena, { token }: Person, recordingId: RecordingId) =>
  callLibrary(arena, "recordings.get", { recordingId }, token);

/** The victim's recording as its owner sees it, without the URLs, which differ each time. */
async function victimsView(arena: Arena): Promise<string> {
  const { status, data } = await getRecording(
    arena,
    arena.victim,
    await arena.sealedOf(arena.victim),
  );
  const { segments = [], ...manifest } = (data ?? {}) as Partial<RecordingToPlay>;
  const stored = await Promise.all(segments.map(async ({ url }) => (await fetch(url)).status));
  const [first] = segments;
  return JSON.stringify({ status, manifest, sha256: first?.sha256, stored });
}

/** The call gets this refusal or does nothing, and the victim's recording stays as it was. */
export const onTheVictims = (
  name: string,
  ask: (arena: Arena, recordingId: RecordingId) => Promise<string | undefined>,
): Attack => ({
  name: `library: ${name}`,
  run: async (arena) => {
    const before = await victimsView(arena);
    if (!before.includes('"private"')) return `the victim sees ${before}`;
    const outcome = await ask(arena, await arena.sealedOf(arena.victim));
    if (outcome !== undefined) return outcome;
    const after = await victimsView(arena);
    return after === before ? undefined : `it was ${before}, and is ${after}`;
  },
});

const absent = (answer: Answer) => unlessRefused(answer, 404, "RECORDING_NOT_FOUND");

const isNowhereIn = (answer: Answer, recordingId: RecordingId) =>
  answer.status === 200 && !answer.text.includes(recordingId)
    ? undefined
    : `answered ${answer.status}: ${answer.text.slice(0, 200)}`;

const onOthers: readonly Attack[] = [
  onTheVictims("the victim's recording in the attacker's own list", async (arena, recordingId) =>
    isNowhereIn(
      await callLibrary(arena, "recordings.list", { limit: 100 }, arena.attacker.token),
      recordingId,
    ),
  ),
  onTheVictims("a list from just behind the victim's recording on", async (arena, recordingId) => {
    const cursor = `${recordingId.slice(0, -1)}Z`;
    const { token } = arena.attacker;
    return isNowhereIn(
      await callLibrary(arena, "recordings.list", { limit: 100, cursor }, token),
      recordingId,
    );
  }),
  onTheVictims("reading it", async (arena, id) =>
    absent(await getRecording(arena, arena.attacker, id)),
  ),
  onTheVictims("renaming it", async (arena, recordingId) =>
    absent(
      await callLibrary(
        arena,
        "recordings.rename",
        { recordingId, title: "x" },
        arena.attacker.token,
      ),
    ),
  ),
  onTheVictims("deleting it", async (arena, recordingId) => {
    const answer = await callLibrary(
      arena,
      "recordings.delete",
      { recordingId },
      arena.attacker.token,
    );
    const done = JSON.stringify(answer.data);
    return done === '{"objectCount":0}' ? undefined : `answered ${answer.text.slice(0, 200)}`;
  }),
  onTheVictims("recovering it", async (arena, recordingId) =>
    absent(await callLibrary(arena, "recordings.recover", { recordingId }, arena.attacker.token)),
  ),
  onTheVictims("sealing it anew", async (arena, recordingId) => {
    const { victim, attacker } = arena;
    const { segments } = (await getRecording(arena, victim, recordingId)).data as RecordingToPlay;
    const named = segments.map(({ url: _url, expiresAt: _expiresAt, ...segment }) => segment);
    const input = { recordingId, segments: named, gaps: [], title: "x" };
    const answer = await callLibrary(arena, "recordings.seal", input, attacker.token);
    return unlessRefused(answer, 422, "RECORDING_INCOMPLETE");
  }),
];

const PLACES = ["key", "prefix", "sub", "userType", "owner"];

const INPUTS: Readonly<Record<string, (recordingId: string) => object>> = {
  "recordings.list": () => ({ limit: 100 }),
  "recordings.get": (recordingId) => ({ recordingId }),
  "recordings.recover": (recordingId) => ({ recordingId }),
  "recordings.rename": (recordingId) => ({ recordingId, title: "x" }),
  "recordings.delete": (recordingId) => ({ recordingId }),
};

const byField = Object.entries(INPUTS).flatMap(([procedure, inputOf]) =>
  PLACES.map((field) =>
    onTheVictims(`${procedure} with a ${field}`, async (arena, recordingId) => {
      const input = { ...inputOf(recordingId), [field]: arena.victim.prefix };
      const answer = await callLibrary(arena, procedure, input, arena.attacker.token);
      return unlessRefused(answer, 400, "INPUT_INVALID");
    }),
  ),
);

/** Paths out of a prefix, made of a real recording id. */
const CLIMBS: readonly ((id: RecordingId, arena: Arena) => string)[] = [
  (id, { victim }) => `../../../../${victim.prefix}${id}`,
  (id) => `${id}/../${id}`,
  (id) => `..%2f${id}`,
  (id) => `${id}\0`,
  (id) => `${id}_000000.webm`,
  (id) => `${id.slice(0, -1)}*`,
  (id) => id.slice(0, 10),
  () => "",
];

const byId = Object.entries(INPUTS).flatMap(([procedure, inputOf]) =>
  CLIMBS.map((climb, index) =>
    onTheVictims(`${procedure} by the name ${index}`, async (arena, recordingId) => {
      const name = climb(recordingId, arena);
      const input = procedure === "recordings.list" ? { cursor: name } : inputOf(name);
      const answer = await callLibrary(arena, procedure, input, arena.attacker.token);
      return unlessRefused(answer, 400, "INPUT_INVALID");
    }),
  ),
);

/** With the victim's own claims, and less than the procedure needs. */
const byScope = Object.entries(INPUTS).map(([procedure, inputOf]) => {
  const scope = QUERIES.has(procedure) ? "tapedeck/record" : "tapedeck/read";
  return onTheVictims(`${procedure} with ${scope} alone`, async (arena, recordingId) => {
    const payload = Buffer.from(arena.victim.token.split(".")[1] ?? "", "base64url").toString();
    const { sub } = JSON.parse(payload) as { sub: string };
    const claims = arena.claims({ sub, username: "ada", scope, "cognito:groups": ["hosts"] });
    const token = await arena.stack.cognito.signToken(claims);
    const answer = await callLibrary(arena, procedure, inputOf(recordingId), token);
    return unlessRefused(answer, 403, "SCOPE_MISSING");
  });
});

export const libraryAttacks: readonly Attack[] = [...onOthers, ...byField, ...byId, ...byScope];
