// Uses the URLs of a person's own recordings for more; and tries titles as a header, a parameter or a path.
import type { RecordingPage, RecordingToPlay } from "@tapedeck/core/contract";
import { BODY, SEGMENT, bearer, type Arena, type Attack, type Person } from "./arena.ts";
import { callLibrary, getRecording } from "./other-libraries.ts";

/** The first segment of a sealed recording of that person's, with the URL that reads it. */
export async function readUrlOf(arena: Arena, person: Person) {
  const { data, text } = await getRecording(arena, person, await arena.sealedOf(person));
  const [segment] = (data as RecordingToPlay | undefined)?.segments ?? [];
  if (segment === undefined) throw new Error(`nothing to read: ${text}`);
  return segment;
}

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
  "no cache rule": (url) => new Request(url.replace(/response-cache-control=[^&]*&/, "")),
  "no type": (url) => new Request(url.replace(/&response-content-type=[^&]*/, "")),
  "a cache rule of its own": query("response-cache-control", "public, max-age=31536000"),
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
  // More than S3 keeps as metadata.
  "🔥".repeat(200),
  ".htaccess",
];

/** What `attachment` promises (core/download-name.ts). */
const DISPOSITION =
  /^attachment; filename="[A-Za-z0-9 ._-]+-000000\.webm"; filename\*=UTF-8''[A-Za-z0-9!~._%-]+-000000\.webm$/;
const PARAMETERS =
  "X-Amz-Algorithm,X-Amz-Content-Sha256,X-Amz-Credential,X-Amz-Date,X-Amz-Expires,X-Amz-Security-Token,X-Amz-Signature,X-Amz-SignedHeaders,response-cache-control,response-content-disposition,response-content-type".split(
    ",",
  );

const byTitle = TITLES.map((title): Attack => ({
  name: `title: ${JSON.stringify(title).slice(0, 60)}`,
  run: async (arena) => {
    const recordingId = await arena.sealedOf(arena.attacker);
    const { token } = arena.attacker;
    const renamed = await callLibrary(arena, "recordings.rename", { recordingId, title }, token);
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
    // The list shows the person's text, or its beginning, and no other entry.
    const listed = await callLibrary(arena, "recordings.list", { limit: 100 }, token);
    const { recordings } = listed.data as RecordingPage;
    const found = recordings.find(({ id }) => id === recordingId)?.title;
    const isBeginning = found?.endsWith("…") === true && title.startsWith(found.slice(0, -1));
    const isText = found === title.toWellFormed() || (title.length > 200 && isBeginning);
    return isText ? undefined : `listed as ${JSON.stringify(found)}`;
  },
}));

/** Headers that S3 stores and no grant binds: they must not reach a reader. */
const storedHeaders: Attack = {
  name: "read URL: headers that were sent with the upload reach the reader",
  run: async (arena) => {
    const { stack, attacker } = arena;
    const grant = await arena.freshGrant();
    const added = { "cache-control": "public, max-age=31536000", "content-disposition": "inline" };
    const headers = { ...grant.headers, ...added };
    const put = await fetch(grant.url, { method: "PUT", headers, body: BODY });
    // When a grant binds them, S3 refuses them, and no reader can get them.
    if (put.status === 403) return undefined;
    const recordingId = /([^/]+)_000000\.webm$/.exec(grant.key)?.[1] ?? "";
    const input = JSON.stringify({ recordingId, segments: [SEGMENT], gaps: [] });
    const sealed = await stack.post("recordings.seal", input, bearer(attacker.token));
    if (sealed.status !== 200) return `could not be tried: ${sealed.text.slice(0, 200)}`;
    const { data } = await callLibrary(arena, "recordings.get", { recordingId }, attacker.token);
    const [segment] = (data as RecordingToPlay).segments;
    const read = await fetch(segment?.url ?? "");
    const cache = read.headers.get("cache-control");
    const disposition = read.headers.get("content-disposition") ?? "";
    const isOurs = cache === "private, no-store" && disposition.startsWith("attachment;");
    return isOurs ? undefined : `S3 answered ${cache}, ${disposition}`;
  },
};

export const readUrlAttacks: readonly Attack[] = [
  ...byReadUrl,
  afterExpiry,
  storedHeaders,
  ...byTitle,
];
