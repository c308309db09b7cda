// The alarm PresignRefusals (infra/alarms.ts) counts refusals by the two procedures that grant uploads, of
// callers whose token the pool signed. A stranger cannot cause one.
import { generateKeyPairSync } from "node:crypto";
import { expect, test, vi } from "vitest";
import type { Answer } from "../fixtures/stack/test-stack.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();

interface Line {
  readonly message?: string;
  readonly requestId?: string;
  readonly path?: string;
  readonly appCode?: string;
  readonly caller?: string;
}

/** What the log says of that request, as `path appCode caller`: its line may come after the answer. */
async function refusalOf({ requestId }: Answer): Promise<string> {
  const isOfIt = (line: Line) =>
    line.message === "procedure refused" && line.requestId === requestId;
  const { path, appCode, caller } = await vi.waitUntil(() =>
    stack.logLines.map((line) => JSON.parse(line) as Line).find(isOfIt),
  );
  return [path, appCode, caller].join(" ");
}

const nowSeconds = () => Math.floor(Date.now() / 1000);
const claims = (over: object = {}) => ({
  iss: stack.cognito.issuer,
  client_id: stack.cognito.webClientId,
  token_use: "access",
  sub: "0b9c1f6e-7a54-4a6f-9a3e-0d6d2f4b8c11",
  username: "mallory",
  scope: "tapedeck/record",
  iat: nowSeconds() - 600,
  exp: nowSeconds() + 300,
  ...over,
});

/** Signs under the name of the pool's key. */
const OTHER = { privateKey: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey };

const presign = (token: string, procedure = "uploads.presign") =>
  stack.post(procedure, "{}", { authorization: `Bearer ${token}` });

test.each<[string, () => Promise<Answer>, string]>([
  ["without a token", () => stack.post("uploads.presign", "{}"), "uploads.presign NOT_SIGNED_IN"],
  [
    "with a token of a made-up key",
    async () => presign(await stack.cognito.signToken(claims(), { header: { kid: "made-up" } })),
    "uploads.presign TOKEN_REFUSED",
  ],
  [
    "with an expired token of another key",
    async () => presign(await stack.cognito.signToken(claims({ exp: nowSeconds() - 60 }), OTHER)),
    "uploads.presign TOKEN_REFUSED",
  ],
  [
    "of a procedure that does not exist",
    () => stack.post("whatever.presign", "{}"),
    // The log leaves out a stranger's words.
    " PROCEDURE_UNKNOWN",
  ],
  [
    "by another method",
    () => stack.get("/trpc/uploads.presign"),
    "uploads.presign METHOD_UNSUPPORTED",
  ],
])("counts a request %s as a stranger's", async (_what, ask, line) => {
  expect(await refusalOf(await ask())).toBe(`${line} stranger`);
});

test.each<[string, object, string]>([
  ["that breaks the contract", {}, "INPUT_INVALID"],
  ["with an expired token", { exp: nowSeconds() - 60 }, "TOKEN_EXPIRED"],
  ["with a token that may only read", { scope: "tapedeck/read" }, "SCOPE_MISSING"],
  ["of a person whom no key can name", { sub: "../ada" }, "IDENTITY_REFUSED"],
])("counts a request %s as a known caller's", async (_what, over, code) => {
  const token = await stack.cognito.signToken(claims(over));
  for (const procedure of ["uploads.presign", "segments.presign"]) {
    const answer = await presign(token, procedure);
    expect(await refusalOf(answer)).toBe(`${procedure} ${code} known`);
  }
});
