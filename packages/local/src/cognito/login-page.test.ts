// The pages of the pool: no text of a visitor may become markup or script.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorizeUrl, startTestPool, type TestPool } from "./testing/test-pool.ts";
import { createVisitor } from "./testing/visitor.ts";

let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool();
});
afterAll(() => pool[Symbol.asyncDispose]());

const INJECTION = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`;
const ESCAPED = /&#34;&#39;&#62;&#60;script&#62;/;

async function openLoginPage() {
  const visitor = createVisitor();
  const url = await visitor.authorize(pool);
  return { visitor, url, page: await visitor.open(url) };
}

describe("the login page", () => {
  test("says that it is a stand-in and shows the seeded logins", async () => {
    const { page } = await openLoginPage();
    expect(page.text).toMatch(/Local stand-in for Amazon Cognito/);
    for (const { name, password } of pool.users) {
      expect(page.text).toContain(name);
      expect(page.text).toContain(password);
    }
  });

  test("labels its fields for people and for password managers", async () => {
    const { page } = await openLoginPage();
    for (const [label, id, autocomplete] of [
      ["Username", "username", "username"],
      ["Password", "password", "current-password"],
    ]) {
      expect(page.text).toContain(`<label for="${id}">${label}</label>`);
      const input = new RegExp(`<input[^>]*id="${id}"[^>]*>`, "s").exec(page.text)?.[0];
      expect(input).toContain(`autocomplete="${autocomplete}"`);
    }
  });

  test("fills the form when a login is chosen, and that form signs in", async () => {
    const { visitor, url, page } = await openLoginPage();
    const href = /href="([^"]*as=ben)"/.exec(page.text)?.[1] ?? "";
    const filled = (await visitor.open(new URL(href, url).href)).text;
    const field = (id: string) =>
      new RegExp(`<input[^>]*id="${id}"[^>]*\\bvalue="([^"]*)"`, "s").exec(filled)?.[1] ?? "";
    const action = /<form[^>]*action="([^"]*)"/.exec(filled)?.[1] ?? "";
    const posted = await visitor.post(new URL(action, url).href, {
      username: field("username"),
      password: field("password"),
    });
    expect(posted).toMatchObject({ status: 303 });
    expect(field("username")).toBe("ben");
  });

  test("moves the focus to the next step: name, password after a mistake, button when filled", async () => {
    const { visitor, url, page } = await openLoginPage();
    const focused = (text: string) =>
      /<(\w+)(?: id="(\w+)")?[^>]*\bautofocus\b/s.exec(text)?.slice(1);
    expect(focused(page.text)).toEqual(["input", "username"]);
    const wrong = await visitor.post(url, { username: "ada", password: "no" });
    expect(focused(wrong.text)).toEqual(["input", "password"]);
    expect(focused((await visitor.open(`${url}?as=ada`)).text)).toEqual(["button", undefined]);
  });

  test("allows no script and no frame, only its own style, and forms only to itself and the app", async () => {
    const { page } = await openLoginPage();
    const policy = page.headers.get("content-security-policy") ?? "";
    const style = /<style>(.*?)<\/style>/s.exec(page.text)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${hash}'`,
      "img-src data:",
      "form-action 'self' http://localhost:5173",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(page.text).not.toMatch(/<script|\sstyle=|\son\w+=/);
    expect(page.headers.get("cache-control")).toBe("no-store");
  });
});

describe("the text of a visitor", () => {
  test("comes back escaped as a username", async () => {
    const { visitor, url } = await openLoginPage();
    const { text } = await visitor.post(url, { username: INJECTION, password: INJECTION });
    expect(text).toMatch(ESCAPED);
    expect(text).not.toMatch(/<script|<img/);
  });

  test("does not come back as a chosen login", async () => {
    const { visitor, url } = await openLoginPage();
    const { text } = await visitor.open(`${url}?as=${encodeURIComponent(INJECTION)}`);
    expect(text).not.toMatch(/alert/);
  });

  test.each(["state", "nonce", "login_hint", "scope", "prompt", "ui_locales"])(
    "as %s does not appear on any page of the sign-in",
    async (field) => {
      const visitor = createVisitor();
      const start = await visitor.open(authorizeUrl(pool, { [field]: `openid ${INJECTION}` }));
      const next = start.location?.startsWith(pool.origin)
        ? await visitor.open(start.location)
        : start;
      for (const { text } of [start, next]) expect(text).not.toMatch(/<script|<img|onerror=/);
      expect(start.location ?? "").not.toMatch(/[<>"]/);
    },
  );

  test.each(["redirect_uri", "client_id", "response_type", "code_challenge", "response_mode"])(
    "as %s appears on the error page escaped or not at all",
    async (field) => {
      const url = authorizeUrl(pool, { [field]: INJECTION });
      const answer = await fetch(url, { redirect: "manual", headers: { accept: "text/html" } });
      expect([303, 400]).toContain(answer.status);
      expect(await answer.text()).not.toMatch(/<script|<img/);
    },
  );

  test("comes back to the app unchanged as state and encoded in the URL", async () => {
    const visitor = createVisitor();
    await visitor.signIn(pool);
    const location = await visitor.authorize(pool, { state: INJECTION });
    expect(location).not.toMatch(/[<>"]/);
    expect(new URL(location).searchParams.get("state")).toBe(INJECTION);
  });

  test("gets an error as an unknown path", async () => {
    const answers = await Promise.all(
      ["//", "/login/", "/login/x", "/nothing", "/us-east-1_Tapedeck"].map((path) =>
        fetch(`${pool.origin}${path}`),
      ),
    );
    for (const { status } of answers) expect([400, 404]).toContain(status);
  });
});
