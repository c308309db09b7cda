// A person who tries to change their usage file, or to read another person's figures.
import type { Grant } from "@tapedeck/core/contract";
import { EMPTY_USAGE } from "@tapedeck/core/usage/usage";
import { unlessRefused, type Attack } from "./arena.ts";
import { byNewcomer, put, segment } from "./newcomer.ts";
import {
  anotherId,
  isFull,
  maxSizeBytes,
  oneOff,
  presign,
  setUsage,
  SMALL,
  stored,
} from "./quota-person.ts";

/** A grant of their own, bent towards the usage file. */
const bent = (name: string, use: (grant: Grant, prefix: string) => Promise<Response>): Attack =>
  byNewcomer(`quota: the usage file, ${name}`, async (person, arena) => {
    const [grant] = await person.grantsFor(segment(0));
    if (grant === undefined) return "could not be tried";
    await setUsage(arena, person.prefix, stored(maxSizeBytes));
    const { status } = await use(grant, person.prefix);
    if (status < 400) return `S3 answered ${status}`;
    return isFull(await presign(person, anotherId()));
  });

const urlOf = (url: string) => {
  const bentUrl = new URL(url);
  bentUrl.pathname = bentUrl.pathname.replace(/[^/]+$/, "usage.json");
  return bentUrl;
};
const forged = () => JSON.stringify(EMPTY_USAGE);

const usageFile: readonly Attack[] = [
  ...["PUT", "DELETE", "GET", "POST", "HEAD"].map((method) =>
    bent(`by ${method} with the signature of a segment`, ({ url, headers }) => {
      const body = method === "PUT" || method === "POST" ? { body: forged() } : {};
      return fetch(urlOf(url), { method, headers, ...body });
    }),
  ),
  bent("by PUT without a signature", ({ url }, prefix) =>
    fetch(`${new URL(url).origin}/tapedeck-local/${prefix}usage.json`, {
      method: "PUT",
      body: forged(),
    }),
  ),
  bent("by a copy", ({ url, headers }, prefix) =>
    fetch(urlOf(url), {
      method: "PUT",
      headers: { ...headers, "x-amz-copy-source": `/tapedeck-local/${prefix}usage.json` },
    }),
  ),
  bent("named by its key in the query", ({ url, headers }, prefix) =>
    fetch(`${url}&key=${prefix}usage.json`, { method: "PUT", headers, body: SMALL }),
  ),
  ...["usage", "usage.json", "../usage", "usage.json_000000"].flatMap((recordingId) =>
    Object.entries({
      "segments.presign": { segments: [segment(0)] },
      "recordings.delete": {},
      "recordings.rename": { title: "x" },
      "recordings.get": {},
    }).map(([procedure, input]) =>
      byNewcomer(`quota: ${procedure} of ${JSON.stringify(recordingId)}`, async ({ call }) =>
        unlessRefused(await call(procedure, { recordingId, ...input }), 400, "INPUT_INVALID"),
      ),
    ),
  ),
  byNewcomer("quota: a larger file than the upload that was counted", async ({ call }) => {
    const { data } = await call("uploads.presign", oneOff());
    const { url, headers } = data as Grant;
    const body = Buffer.concat([SMALL, SMALL]);
    const { status } = await fetch(url, { method: "PUT", headers, body });
    return status >= 400 ? undefined : `S3 answered ${status}`;
  }),
  byNewcomer("quota: two uploads by one grant", async ({ call }) => {
    const { data } = await call("uploads.presign", oneOff());
    const grant = data as Grant;
    await put(grant, SMALL);
    const { url, headers } = grant;
    const { status } = await fetch(url, { method: "PUT", headers, body: SMALL });
    return status === 412 ? undefined : `S3 answered ${status}`;
  }),
];

const others: readonly Attack[] = [
  {
    name: "quota: the victim's figures, by their sub as the input",
    run: async (arena) => {
      const [, , , sub] = arena.victim.prefix.split("/");
      const input = encodeURIComponent(JSON.stringify({ sub }));
      const authorization = `Bearer ${arena.attacker.token}`;
      const { data } = await arena.stack.get(`/trpc/usage.get?input=${input}`, { authorization });
      const own = await arena.stack.get("/trpc/usage.get", { authorization });
      return JSON.stringify(data) === JSON.stringify(own.data) ? undefined : JSON.stringify(data);
    },
  },
  {
    name: "quota: figures without a token",
    run: async ({ stack }) =>
      unlessRefused(await stack.get("/trpc/usage.get"), 401, "NOT_SIGNED_IN"),
  },
  {
    name: "quota: figures by a token that may only record",
    run: async ({ stack, claims }) => {
      const token = await stack.cognito.signToken(claims({ scope: "openid tapedeck/record" }));
      const authorization = `Bearer ${token}`;
      return unlessRefused(
        await stack.get("/trpc/usage.get", { authorization }),
        403,
        "SCOPE_MISSING",
      );
    },
  },
  {
    name: "quota: figures set by a mutation",
    run: async ({ stack, attacker }) => {
      const authorization = `Bearer ${attacker.token}`;
      const answer = await stack.post("usage.get", "{}", { authorization });
      return answer.status >= 400 && answer.status < 500 ? undefined : answer.text;
    },
  },
  {
    name: "quota: figures set by a procedure that is not there",
    run: async ({ stack, attacker }) => {
      const authorization = `Bearer ${attacker.token}`;
      return unlessRefused(
        await stack.post("usage.set", "{}", { authorization }),
        404,
        "PROCEDURE_UNKNOWN",
      );
    },
  },
];

export const usageFileAttacks: readonly Attack[] = [...usageFile, ...others];
