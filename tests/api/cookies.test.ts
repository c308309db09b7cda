// The names of the session's cookies, and the browsers in which they work: on https, where the product is
// deployed, and on http://localhost, where WebKit drops Secure cookies.
import { describe, expect, test } from "vitest";
import { cookieNames, createBrowser, isOurs } from "../fixtures/stack/http-browser.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const http = await useStack();
const https = await useStack({ siteOrigin: "https://app.example" });

/** WebKit drops a Secure cookie that http sends, from this machine too. */
const asWebKit = (line: string, from: URL) =>
  from.protocol === "https:" || !/;\s*secure\b/i.test(line);

/** Each browser drops a `__Host-` cookie that lacks one of these. @see RFC 6265bis §4.1.3.2 */
const isWellNamed = (line: string) =>
  !line.startsWith("__Host-") ||
  (/; Path=\/(;|$)/.test(line) && /; Secure(;|$)/.test(line) && !/; Domain=/i.test(line));

const accessTokenIn = (text: string) => (JSON.parse(text) as { accessToken?: string }).accessToken;

test("a browser that drops Secure cookies of http signs in, stays in, and signs out on http://localhost", async () => {
  const browser = createBrowser(http, new Map(), asWebKit);
  expect((await browser.signIn("ada")).location).toBe(`${http.url}/`);
  for (let round = 0; round < 2; round++) {
    const token = accessTokenIn((await browser.accessToken()).text) ?? "";
    const me = await http.get("/trpc/session.me", { authorization: `Bearer ${token}` });
    expect(me).toMatchObject({ status: 200, data: { userType: "hosts" } });
  }
  await browser.signOut();
  expect([...browser.cookies.keys()].filter(isOurs)).toEqual([]);
  expect(await browser.accessToken()).toMatchObject({ appCode: "NOT_SIGNED_IN" });
});

describe.each([
  { where: "https", stack: https, prefix: "__Host-", secure: " Secure;" },
  { where: "http", stack: http, prefix: "", secure: "" },
])("a site on $where", ({ stack, prefix, secure }) => {
  test("gives each cookie its name, and the attributes that the name requires", async () => {
    const lines: string[] = [];
    const browser = createBrowser(stack, new Map(), (line) => {
      if (isOurs(line)) lines.push(line);
      return isWellNamed(line);
    });
    await browser.signIn("ada");
    await browser.signOut();
    const shapes = lines.map((line) =>
      line.replace(/=[\w-]*;/, "=…;").replace(/-[\w-]{22}=/, "-ID="),
    );
    const month = 30 * 24 * 60 * 60;
    const session = `${prefix}tapedeck-session-ID=…; Path=/;${secure} HttpOnly; SameSite=Strict;`;
    const signedIn = `${prefix}tapedeck-signed-in=…; Path=/;${secure} SameSite=Strict;`;
    const signIn = `${prefix}tapedeck-sign-in=…; Path=/;${secure} HttpOnly; SameSite=Lax;`;
    expect(shapes).toEqual([
      `${signIn} Max-Age=${24 * 60 * 60}`,
      `${session} Max-Age=${month}`,
      `${signedIn} Max-Age=${month}`,
      `${signIn} Max-Age=0`,
      `${signedIn} Max-Age=0`,
      `${session} Max-Age=0`,
    ]);
  });

  test("opens no session for cookies of the other kind", async () => {
    const browser = createBrowser(stack);
    await browser.signIn("ada");
    const [own, other] = [http.siteOrigin, https.siteOrigin]
      .map(cookieNames)
      .toSorted((a) => (a.signedIn.startsWith("__Host-") === (prefix !== "") ? -1 : 1));
    if (own === undefined || other === undefined) throw new Error("there are two kinds");
    const renamed = [...browser.cookies].flatMap(([name, value]): [string, string][] =>
      isOurs(name)
        ? [[name.replace(own.session, other.session).replace(own.signedIn, other.signedIn), value]]
        : [],
    );
    expect(renamed).toHaveLength(2);
    const meddler = createBrowser(stack, new Map(renamed));
    expect(await meddler.accessToken()).toMatchObject({ status: 401, appCode: "NOT_SIGNED_IN" });
    expect((await browser.accessToken()).status).toBe(200);
  });
});
