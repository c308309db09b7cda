// Tries every known way in against the whole stack, and none succeeds. Prints the number of attempts, and
// searches the log for secrets.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { broughtBackAttacks } from "./brought-back.ts";
import { openArena, bearer, BODY, ALLOWED_ORIGIN, type Arena, type Attack } from "./arena.ts";
import { refuseSecrets } from "../fixtures/stack/log-secrets.ts";
import { createBrowser } from "../fixtures/stack/http-browser.ts";
import { tokenAttacks } from "./forged-tokens.ts";
import { idTokenAttacks } from "./id-tokens.ts";
import { claimAttacks } from "./hostile-claims.ts";
import { grantAttacks } from "./misused-grants.ts";
import { libraryAttacks } from "./other-libraries.ts";
import { otherPeopleAttacks } from "./other-people.ts";
import { otherSiteAttacks } from "./other-sites.ts";
import { inputAttacks } from "./poisoned-input.ts";
import { readUrlAttacks, readUrlOf } from "./read-urls.ts";
import { redirectAttacks } from "./return-paths.ts";
import { sessionAttacks } from "./session-tricks.ts";
import { sharedCacheAttacks } from "./shared-cache.ts";
import { addedHeaderAttacks } from "./added-headers.ts";
import { boundAttacks } from "./grant-bounds.ts";
import { edgeAttacks } from "./edge-tricks.ts";
import { hintAttacks } from "./place-hints.ts";
import { quotaAttacks } from "./over-quota.ts";
import { readParameterAttacks } from "./read-parameters.ts";
import { reboundNameAttacks } from "./rebound-names.ts";
import { roleAttacks } from "./role-keys.ts";
import { sealAttacks } from "./seal-tricks.ts";
import { tombstoneAttacks } from "./tombstones.ts";
import { uploadAttacks } from "./one-off-uploads.ts";
import { usageFileAttacks } from "./usage-files.ts";
import { verifyAttacks } from "./asked-verdicts.ts";
import { signInAttacks } from "./sign-in-tricks.ts";
import { doorAttacks } from "./past-the-door.ts";
import { strangerAttacks } from "./strangers.ts";

const ATTACKS: readonly Attack[] = [
  ...tokenAttacks,
  ...claimAttacks,
  ...signInAttacks,
  ...doorAttacks,
  ...strangerAttacks,
  ...idTokenAttacks,
  ...sessionAttacks,
  ...redirectAttacks,
  ...otherSiteAttacks,
  ...grantAttacks,
  ...otherPeopleAttacks,
  ...libraryAttacks,
  ...broughtBackAttacks,
  ...readUrlAttacks,
  ...inputAttacks,
  ...sharedCacheAttacks,
  ...addedHeaderAttacks,
  ...boundAttacks,
  ...edgeAttacks,
  ...hintAttacks,
  ...quotaAttacks,
  ...usageFileAttacks,
  ...readParameterAttacks,
  ...reboundNameAttacks,
  ...roleAttacks,
  ...sealAttacks,
  ...tombstoneAttacks,
  ...uploadAttacks,
  ...verifyAttacks,
];

/** Secrets that the attacks used: the log must not hold them. */
const secrets = new Set<string>();
let arena: Arena;
let tried = 0;
const letIn: string[] = [];

beforeAll(async () => {
  arena = await openArena();
});
afterAll(() => arena[Symbol.asyncDispose]());

describe("an honest caller", () => {
  test("reads and records with a token of the claims that the forgeries change", async () => {
    const token = await arena.stack.cognito.signToken(arena.claims());
    expect(await arena.stack.get("/trpc/session.me", bearer(token))).toMatchObject({ status: 200 });
    expect(await arena.stack.post("uploads.presign", "{}", bearer(token))).toMatchObject({
      status: 400,
    });
  });

  test("signs in and gets an access token by the cookie", async () => {
    const browser = createBrowser(arena.stack);
    expect((await browser.signIn("ada", "/recordings?a=1")).location).toBe(
      `${arena.stack.url}/recordings?a=1`,
    );
    const answer = await browser.accessToken();
    expect(answer.status).toBe(200);
    secrets.add((JSON.parse(answer.text) as { accessToken: string }).accessToken);
    secrets.add(browser.session()[1]);
  });

  test("calls from the allowed origin, after a preflight", async () => {
    const url = `${arena.stack.url}/trpc/session.me`;
    const headers = { origin: ALLOWED_ORIGIN };
    const preflight = await fetch(url, { method: "OPTIONS", headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-max-age")).toBe("7200");
    const call = await fetch(url, { headers: { ...headers, ...bearer(arena.victim.token) } });
    expect(call.headers.get("access-control-allow-origin")).toBe(ALLOWED_ORIGIN);
  });

  test("stores the bytes of a grant", async () => {
    const { url, headers } = await arena.freshGrant();
    const { searchParams } = new URL(url);
    secrets.add(searchParams.get("X-Amz-Signature") ?? "");
    // Checksum and length both bind the body, so each must be there by name.
    expect(searchParams.get("X-Amz-SignedHeaders")?.split(";")).toEqual([
      "cache-control",
      "content-length",
      "content-type",
      "host",
      "if-none-match",
      "x-amz-checksum-sha256",
      "x-amz-meta-format-version",
      "x-amz-meta-sample-count",
      "x-amz-meta-start-sample",
    ]);
    expect((await fetch(url, { method: "PUT", headers, body: BODY })).status).toBe(200);
  });
});

test("a person reads their own recording by its URL", async () => {
  const { url } = await readUrlOf(arena, arena.victim);
  secrets.add(new URL(url).searchParams.get("X-Amz-Signature") ?? "");
  expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(BODY);
});

describe("the stack refuses", () => {
  test.each(ATTACKS.map((attack) => [attack.name, attack] as const))("%s", async (name, attack) => {
    tried += 1;
    const outcome = await attack.run(arena);
    if (outcome !== undefined) letIn.push(name);
    expect(outcome).toBeUndefined();
  });
});

test("the victim's session and token still work, so the refusals had a living target", async () => {
  expect(await arena.victim.browser.accessToken()).toMatchObject({ status: 200 });
  const answer = await arena.stack.get("/trpc/session.me", bearer(arena.victim.token));
  expect(answer.status).toBe(200);
});

test("every attack was refused", () => {
  console.log(`attacks tried: ${tried}, let in or not refused as they must be: ${letIn.length}`);
  expect(new Set(ATTACKS.map(({ name }) => name)).size).toBe(ATTACKS.length);
  expect(tried).toBe(ATTACKS.length);
  expect(tried).toBeGreaterThanOrEqual(750);
  expect(letIn).toEqual([]);
});

test("the log holds no token, cookie, signature, code or presigned URL", () => {
  const { logLines } = arena.stack;
  expect(logLines.length).toBeGreaterThan(100);
  secrets.add(arena.victim.token);
  secrets.add(arena.attacker.token);
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(20);
  refuseSecrets(logLines, [...secrets]);
  for (const line of logLines) expect(JSON.parse(line)).toHaveProperty("level");
});

test("no answer was our own failure", () => {
  const failures = arena.stack.answers.filter(({ status }) => status === 500 || status === 502);
  expect(failures).toEqual([]);
});
