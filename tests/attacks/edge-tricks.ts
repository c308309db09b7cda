// Attacks on the edge: its own header in other spellings, bodies that are just too large, and one caller's
// refusal as the answer for the next.
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { LIMITS } from "@tapedeck/core/limits";
import { REQUEST_BODY_BYTES } from "../../infra/imitated/edge.ts";
import { bearer, unlessRefused, type Arena, type Attack } from "./arena.ts";

const ME = "/trpc/session.me";

/** Spellings that a server might take for the header that only the edge may set. */
const SPELLINGS = [
  "X-Tapedeck-Authorization",
  "X-TAPEDECK-AUTHORIZATION",
  "x_tapedeck_authorization",
  "x-tapedeck_authorization",
  "x-forwarded-authorization",
  "x-amzn-remapped-authorization",
  "proxy-authorization",
];

const spelt: readonly Attack[] = [
  ...SPELLINGS.map((name): Attack => ({
    name: `the edge: a token in ${name}`,
    run: async ({ stack, victim }) => {
      const answer = await stack.get(ME, { [name]: `Bearer ${victim.token}` });
      return unlessRefused(answer, 401, "NOT_SIGNED_IN");
    },
  })),
  ...SPELLINGS.slice(0, 4).map((name): Attack => ({
    name: `the edge: a token in ${name} beside the attacker's own`,
    run: async ({ stack, victim, attacker }) => {
      const headers = { ...bearer(attacker.token), [name]: `Bearer ${victim.token}` };
      const { data } = await stack.get(ME, headers);
      const { prefix } = data as { prefix?: string };
      return prefix === attacker.prefix ? undefined : `taken for ${prefix}`;
    },
  })),
];

/** Uses node:http and pieces: fetch announces the length of a body, and sends none with a GET. */
async function send(
  { stack, attacker }: Arena,
  { method, path, pieces }: { method: string; path: string; pieces: readonly string[] },
) {
  const headers = {
    ...bearer(attacker.token),
    "content-type": "application/json",
    "transfer-encoding": "chunked",
  };
  const sent = request(stack.url + path, { method, headers, agent: false });
  for (const piece of pieces) sent.write(piece);
  sent.end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, text: await text(answer) };
}

const padded = (sizeBytes: number) => {
  const [head, tail] = ['{"padding":"', '"}'];
  return head + "x".repeat(sizeBytes - head.length - tail.length) + tail;
};
const halves = (body: string) => [body.slice(0, body.length / 2), body.slice(body.length / 2)];

const bodies: readonly Attack[] = [
  ...["uploads.presign", "segments.presign", "recordings.rename"].map((procedure): Attack => ({
    name: `the edge: ${procedure} with a byte too much and no length`,
    run: async (arena) => {
      const pieces = halves(padded(LIMITS.requestBytes + 1));
      const answer = await send(arena, { method: "POST", path: `/trpc/${procedure}`, pieces });
      const isRefused = answer.status === 413 && answer.text.includes("REQUEST_TOO_LARGE");
      return isRefused ? undefined : `answered ${answer.status}: ${answer.text.slice(0, 200)}`;
    },
  })),
  {
    name: "the edge: a byte too much, with its length",
    run: async ({ stack, attacker }) => {
      const body = padded(LIMITS.requestBytes + 1);
      const answer = await stack.post("segments.verify", body, bearer(attacker.token));
      const outcome = unlessRefused(answer, 413, "REQUEST_TOO_LARGE");
      if (outcome !== undefined) return outcome;
      const most = padded(LIMITS.requestBytes);
      const honest = await stack.post("segments.verify", most, bearer(attacker.token));
      return unlessRefused(honest, 400, "INPUT_INVALID");
    },
  },
  {
    name: "the edge: a seal with a byte more than the edge takes and no length",
    run: async (arena) => {
      const pieces = halves(padded(REQUEST_BODY_BYTES + 1));
      const path = "/trpc/recordings.seal";
      const { status } = await send(arena, { method: "POST", path, pieces });
      return status === 413 ? undefined : `answered ${status}`;
    },
  },
  ...["GET", "DELETE", "OPTIONS"].map((method): Attack => ({
    name: `the edge: a body in a ${method}`,
    run: async (arena) => {
      const { status } = await send(arena, { method, path: ME, pieces: ["{}"] });
      return status === 403 ? undefined : `answered ${status}`;
    },
  })),
];

/** A stranger's request and its refusal; the victim asks for the same path right after. */
const KEPT: Readonly<
  Record<
    string,
    (arena: Arena) => Promise<readonly [headers: Record<string, string>, code: string]>
  >
> = {
  "a stranger's": async () => [{}, "NOT_SIGNED_IN"],
  "a forged token's": async () => [bearer("made.up.token"), "TOKEN_REFUSED"],
  "a token's without the scope": async ({ stack, claims }) => [
    bearer(await stack.cognito.signToken(claims({ scope: "openid" }))),
    "SCOPE_MISSING",
  ],
  "a subject's that is no name": async ({ stack, claims }) => [
    bearer(await stack.cognito.signToken(claims({ sub: "../x" }))),
    "IDENTITY_REFUSED",
  ],
};

const kept = Object.entries(KEPT).map(([name, make]): Attack => ({
  name: `the edge: the refusal of ${name} is kept for the next caller`,
  run: async (arena) => {
    const { stack, victim } = arena;
    const [headers, code] = await make(arena);
    const refused = await stack.get(ME, headers);
    if (refused.appCode !== code) return `answered ${refused.text}`;
    const { data, text: told } = await stack.get(ME, bearer(victim.token));
    const { prefix } = (data ?? {}) as { prefix?: string };
    return prefix === victim.prefix ? undefined : `the victim was answered ${told}`;
  },
}));

export const edgeAttacks: readonly Attack[] = [...spelt, ...bodies, ...kept];
