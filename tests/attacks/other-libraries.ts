// What is sealed: somebody else's recordings listed, read, renamed and deleted; the URLs to read one's
// own used for more; and titles that try to become a header, a parameter or a path.
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingPage, RecordingToPlay } from "@tapedeck/core/contract";
import type { Answer } from "../stack/test-stack.ts";
import { bearer, unlessRefused, type Arena, type Attack, type Person } from "./arena.ts";

const QUERIES: ReadonlySet<string> = new Set(["recordings.list", "recordings.get"]);

function call(arena: Arena, procedure: string, input: object, token: string): Promise<Answer> {
  const json = JSON.stringify(input);
  return QUERIES.has(procedure)
    ? arena.stack.get(`/trpc/${procedure}?input=${encodeURIComponent(json)}`, bearer(token))
    : arena.stack.post(procedure, json, bearer(token));
}

const get = (arena: Arena, { token }: Person, recordingId: RecordingId) =>
  call(arena, "recordings.get", { recordingId }, token);

/** The first segment of a sealed recording of that person's, with the URL that reads it. */
export async function readUrlOf(arena: Arena, person: Person) {
  const { data, text } = await get(arena, person, await arena.sealedOf(person));
  const [segment] = (data as RecordingToPlay | undefined)?.segments ?? [];
  if (segment === undefined) throw new Error(`nothing to read: ${text}`);
  return segment;
}

/** All that its owner sees of the victim's recording, but for the URLs, which differ each time. */
async function victimsView(arena: Arena): Promise<string> {
  const { status, data } = await get(arena, arena.victim, await arena.sealedOf(arena.victim));
  const { segments = [], ...manifest } = (data ?? {}) as Partial<RecordingToPlay>;
  const stored = await Promise.all(segments.map(async ({ url }) => (await fetch(url)).status));
  const [first] = segments;
  return JSON.stringify({ status, manifest, sha256: first?.sha256, stored });
}

/** What is asked for is refused so, or does nothing; and the victim's recording is as it was. */
const onTheVictims = (
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
  onTheVictims("the victim's recording in one's own list", async (arena, recordingId) =>
    isNowhereIn(
      await call(arena, "recordings.list", { limit: 100 }, arena.attacker.token),
      recordingId,
    ),
  ),
  onTheVictims("a list from just behind the victim's recording on", async (arena, recordingId) => {
    const cursor = `${recordingId.slice(0, -1)}Z`;
    const { token } = arena.attacker;
    return isNowhereIn(
      await call(arena, "recordings.list", { limit: 100, cursor }, token),
      recordingId,
    );
  }),
  onTheVictims("reading it", async (arena, id) => absent(await get(arena, arena.attacker, id))),
  onTheVictims("renaming it", async (arena, recordingId) =>
    absent(
      await call(arena, "recordings.rename", { recordingId, title: "x" }, arena.attacker.token),
    ),
  ),
  onTheVictims("deleting it", async (arena, recordingId) => {
    const answer = await call(arena, "recordings.delete", { recordingId }, arena.attacker.token);
    const done = JSON.stringify(answer.data);
    return done === '{"objectCount":0}' ? undefined : `answered ${answer.text.slice(0, 200)}`;
  }),
  onTheVictims("sealing it anew", async (arena, recordingId) => {
    const { victim, attacker } = arena;
    const { segments } = (await get(arena, victim, recordingId)).data as RecordingToPlay;
    const named = segments.map(({ url: _url, expiresAt: _expiresAt, ...segment }) => segment);
    const input = { recordingId, segments: named, gaps: [], title: "x" };
    const answer = await call(arena, "recordings.seal", input, attacker.token);
    return unlessRefused(answer, 422, "RECORDING_INCOMPLETE");
  }),
];

const PLACES = ["key", "prefix", "sub", "userType", "owner"];

const INPUTS: Readonly<Record<string, (recordingId: string) => object>> = {
  "recordings.list": () => ({ limit: 100 }),
  "recordings.get": (recordingId) => ({ recordingId }),
  "recordings.rename": (recordingId) => ({ recordingId, title: "x" }),
  "recordings.delete": (recordingId) => ({ recordingId }),
};

const byField = Object.entries(INPUTS).flatMap(([procedure, inputOf]) =>
  PLACES.map((field) =>
    onTheVictims(`${procedure} with a ${field}`, async (arena, recordingId) => {
      const input = { ...inputOf(recordingId), [field]: arena.victim.prefix };
      const answer = await call(arena, procedure, input, arena.attacker.token);
      return unlessRefused(answer, 400, "INPUT_INVALID");
    }),
  ),
);

/** Made of a true id, as one who climbs out of a prefix would need it. */
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
      const answer = await call(arena, procedure, input, arena.attacker.token);
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
    const answer = await call(arena, procedure, inputOf(recordingId), token);
    return unlessRefused(answer, 403, "SCOPE_MISSING");
  });
});

const query = (name: string, value: string) => (url: string) => {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  return new Request(changed);
};
const method = (name: string) => (url: string) =>
  new Request(url, { method: name, body: name === "PUT" ? "x" : null });
const otherKey = (change: (key: string, arena: Arena) => string) => (url: string, arena: Arena) => {
  const changed = new URL(url);
  changed.pathname = change(changed.pathname, arena);
  return new Request(changed);
};

const READ_URL_MISUSES: Readonly<Record<string, (url: string, arena: Arena) => Request>> = {
  "the victim's segment": otherKey((_, { stack, victimKey }) => `/${stack.bucket}/${victimKey}`),
  "its own manifest": otherKey((key) => key.replace("_000000.webm", ".json")),
  "the next segment": otherKey((key) => key.replace("_000000", "_000001")),
  "the bucket": otherKey((_, { stack }) => `/${stack.bucket}`),
  PUT: method("PUT"),
  DELETE: method("DELETE"),
  HEAD: method("HEAD"),
  "a page instead of a file": query("response-content-disposition", "inline"),
  "a header in the disposition": query("response-content-disposition", 'a"\r\nset-cookie: x=1'),
  "a type that scripts run from": query("response-content-type", "text/html"),
  "its tags": query("tagging", ""),
  "a longer life": query("X-Amz-Expires", "604800"),
  "no expiry": (url) => new Request(url.replace(/&X-Amz-Expires=\d+/, "")),
  "no disposition": (url) => new Request(url.replace(/response-content-disposition=[^&]*&/, "")),
};

const byReadUrl = Object.entries(READ_URL_MISUSES).map(([name, misuse]): Attack => ({
  name: `read URL: ${name}`,
  run: async (arena) => {
    const { url } = await readUrlOf(arena, arena.attacker);
    const request = misuse(url, arena);
    if (request.url === url && request.method === "GET") return "the attempt misuses nothing";
    const { status } = await fetch(request);
    // 404 would say that the signature held and only the object was missing.
    if (status !== (name === "no expiry" ? 400 : 403)) return `S3 answered ${status}`;
    const honest = await fetch(url);
    return honest.status === 200 ? undefined : `the URL itself then answered ${honest.status}`;
  },
}));

const afterExpiry: Attack = {
  name: "read URL: used a second after its expiry",
  run: async (arena) => {
    const readAfter = async (seconds: number) => {
      const { url } = await readUrlOf(arena, arena.attacker);
      const lift = arena.stack.faults.add({
        at: "s3",
        kind: "clock-skew",
        aheadMs: seconds * 1000,
      });
      try {
        return (await fetch(url)).status;
      } finally {
        lift();
      }
    };
    // Five seconds are for a slow machine.
    const [honest, late] = [await readAfter(295), await readAfter(301)];
    return honest === 200 && late === 403 ? undefined : `S3 answered ${honest}, ${late}`;
  },
};

const TITLES: readonly string[] = [
  "a\r\nset-cookie: stolen=1",
  "a\nx-injected: 1\r\n\r\n<script>alert(1)</script>",
  'a"; filename="evil.html',
  "a; filename*=UTF-8''evil.html",
  "a&response-content-type=text/html&x=",
  "a#&X-Amz-Expires=604800",
  "a%0d%0aset-cookie:%20stolen=1",
  "../../../../etc/cron.d/a",
  "C:\\windows\\a",
  "a\u0000b",
  "invoice\u202egpj.exe",
  "\ud800",
  "💥".repeat(100),
  ".htaccess",
];

/** What `attachment` promises (core/download-name.ts). */
const DISPOSITION =
  /^attachment; filename="[A-Za-z0-9 ._-]+-000000\.webm"; filename\*=UTF-8''[A-Za-z0-9!~._%-]+-000000\.webm$/;
const PARAMETERS =
  "X-Amz-Algorithm,X-Amz-Content-Sha256,X-Amz-Credential,X-Amz-Date,X-Amz-Expires,X-Amz-Security-Token,X-Amz-Signature,X-Amz-SignedHeaders,response-content-disposition".split(
    ",",
  );

const byTitle = TITLES.map((title): Attack => ({
  name: `title: ${JSON.stringify(title).slice(0, 60)}`,
  run: async (arena) => {
    const recordingId = await arena.sealedOf(arena.attacker);
    const { token } = arena.attacker;
    const renamed = await call(arena, "recordings.rename", { recordingId, title }, token);
    if (renamed.status !== 200) return `could not be tried: ${renamed.text.slice(0, 200)}`;
    const { url } = await readUrlOf(arena, arena.attacker);
    const parameters = [...new URL(url).searchParams.keys()];
    const foreign = parameters.filter((name) => !PARAMETERS.includes(name));
    if (foreign.length > 0 || new Set(parameters).size !== parameters.length) {
      return `the URL has ${parameters.join()}`;
    }
    const { status, headers } = await fetch(url);
    const disposition = headers.get("content-disposition") ?? "";
    const type = headers.get("content-type");
    if (status !== 200 || type !== "audio/webm;codecs=opus" || !DISPOSITION.test(disposition)) {
      return `S3 answered ${status}, ${type}, ${disposition}`;
    }
    const saved = decodeURIComponent(disposition.split("UTF-8''")[1] ?? "");
    if (/[\p{Cc}\p{Cf}/\\:]|^\./u.test(saved)) return `saved as ${JSON.stringify(saved)}`;
    if (headers.has("set-cookie") || headers.has("x-injected")) return "it became a header";
    // And in the list it is the person's text, whole, and no other entry.
    const listed = await call(arena, "recordings.list", { limit: 100 }, token);
    const { recordings } = listed.data as RecordingPage;
    const found = recordings.find(({ id }) => id === recordingId)?.title;
    return found === title.toWellFormed() ? undefined : `listed as ${JSON.stringify(found)}`;
  },
}));

export const libraryAttacks: readonly Attack[] = [
  ...onOthers,
  ...byField,
  ...byId,
  ...byScope,
  ...byReadUrl,
  afterExpiry,
  ...byTitle,
];
