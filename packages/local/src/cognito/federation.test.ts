// Signing in with another provider, which has its own session, and the way of `prompt` to it.
import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CALLBACK,
  claimsOf,
  codeForm,
  LOGOUT_URI,
  requestTokens,
  startTestPool,
  type TestPool,
} from "./testing/test-pool.ts";
import { createVisitor, type Visitor } from "./testing/visitor.ts";

let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool({ federatesAcme: true });
});
afterAll(() => pool[Symbol.asyncDispose]());

/** Follows redirects until a page, or the app, is reached. */
async function follow(visitor: Visitor, from: string) {
  let url = from;
  for (let step = 0; step < 10; step++) {
    if (url.startsWith(CALLBACK)) return { url, text: "" };
    const { location, text } = await visitor.open(url);
    if (location === undefined) return { url, text };
    url = location;
  }
  throw new Error("the redirects do not end");
}

/** From the pool's login page to Acme, for a sign-in with that prompt. */
async function chooseAcme(visitor: Visitor, prompt?: string) {
  const loginUrl = await visitor.authorize(pool, prompt === undefined ? {} : { prompt });
  return follow(visitor, `${loginUrl}/acme`);
}

async function signInAtAcme(visitor: Visitor): Promise<string> {
  const { url } = await chooseAcme(visitor);
  const posted = await visitor.post(url, { username: "cleo", password: "cleo-acme" });
  const end = await follow(visitor, posted.location ?? "");
  if (!end.url.startsWith(CALLBACK)) throw new Error(`the sign-in ended at ${end.url}`);
  return new URL(end.url).searchParams.get("code") ?? "";
}

const logOut = (visitor: Visitor) =>
  visitor.open(
    `${pool.origin}/logout?${new URLSearchParams({ client_id: pool.webClientId, logout_uri: LOGOUT_URI }).toString()}`,
  );

test("the login page offers Acme, and shows none of Acme's people", async () => {
  const visitor = createVisitor();
  const page = await follow(visitor, await visitor.authorize(pool));
  expect(page.text).toContain("Continue with Acme");
  expect(page.text).not.toContain("cleo");
});

test("tokens name Acme as Cognito's do", async () => {
  const visitor = createVisitor();
  const { status, body } = await requestTokens(pool, codeForm(await signInAtAcme(visitor)));
  expect(status).toBe(200);
  expect(claimsOf(body.access_token)).toMatchObject({
    username: expect.stringMatching(
      /^acme_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ) as string,
    "cognito:groups": ["us-east-1_Tapedeck_Acme"],
  });
});

test("Acme's session outlives the pool's logout: without a prompt it sends the person back unasked", async () => {
  const visitor = createVisitor();
  await signInAtAcme(visitor);
  await logOut(visitor);
  expect((await chooseAcme(visitor)).url).toMatch(/\/auth\/callback\?code=/);
});

test("prompt=login is passed on to Acme, which asks for the password", async () => {
  const visitor = createVisitor();
  await signInAtAcme(visitor);
  await logOut(visitor);
  const { url, text } = await chooseAcme(visitor, "login");
  expect(new URL(url).origin).toBe(pool.acme?.origin);
  expect(text).toContain('type="password"');
});

test("a person of Acme has no password at the pool", async () => {
  const visitor = createVisitor();
  for (const username of ["Acme_cleo", "cleo"]) {
    for (const password of ["", "cleo-acme"]) {
      const posted = await visitor.post(await visitor.authorize(pool), { username, password });
      expect(posted).toMatchObject({ status: 400, location: undefined });
    }
  }
});

test.each(["", "?code=guess", "?state=../x&code=guess", "?state=guess&code=guess"])(
  "an answer that belongs to no sign-in of this browser ends nowhere: %j",
  async (query) => {
    const { text } = await follow(createVisitor(), `${pool.origin}/oauth2/idpresponse${query}`);
    expect(text).toContain("Sign-in stopped");
  },
);

test("a code that Acme never gave gives no sign-in", async () => {
  const visitor = createVisitor();
  const uid = (await visitor.authorize(pool)).split("/").at(-1);
  const { text } = await follow(
    visitor,
    `${pool.origin}/oauth2/idpresponse?state=${uid}&code=guess`,
  );
  expect(text).toContain("Acme named no person");
});

test.each(["the pool", "Acme"])(
  "%s refuses a request for a foreign host name that resolves to this machine",
  async (server) => {
    const url = new URL(server === "Acme" ? (pool.acme?.origin ?? "") : pool.origin);
    const headers = { host: `evil.example:${url.port}` };
    const status = await new Promise((resolve, reject) => {
      request(url, { headers }, (response) => resolve(response.resume().statusCode))
        .once("error", reject)
        .end();
    });
    expect(status).toBe(421);
  },
);
