// A browser reduced to what sign-in needs: cookies by name, redirects one at a time. Unlike a real one
// it sends whatever an attacker wants sent.
import { cookieRule, signedInCookie } from "@tapedeck/core/cookie-rule";
import type { TestStack } from "../stack/test-stack.ts";

/** The names of our cookies at a site. */
export const cookieNames = (siteOrigin: string) => {
  const { prefix } = cookieRule(siteOrigin);
  return {
    signIn: `${prefix}tapedeck-sign-in`,
    signedIn: signedInCookie(siteOrigin),
    /** Followed by the id of the sign-in, which `signedIn` holds while it is in force. */
    session: `${prefix}tapedeck-session-`,
  };
};

/** What they are called at the test's own stack, which is served over http. */
export const {
  signIn: SIGN_IN_COOKIE,
  signedIn: SIGNED_IN_COOKIE,
  session: SESSION_COOKIE,
} = cookieNames("http://localhost");

/** Whether a cookie is one of ours, at whichever site. */
export const isOurs = (name: string) => /^(__Host-)?tapedeck-(sign|session)/.test(name);

export interface Visit {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of our own errors. */
  readonly appCode: string | undefined;
  /** Where a redirect points, as it was sent. */
  readonly location: string;
}

export interface Browser {
  readonly cookies: Map<string, string>;
  visit(path: string, init?: RequestInit): Promise<Visit>;
  /** Goes to /auth/login; where that sends us. */
  beginSignIn(returnTo?: string): Promise<URL>;
  /** From the authorize URL through the login page to the callback, which is not opened yet. */
  walkToCallback(authorizeUrl: URL, name: "ada" | "ben"): Promise<URL>;
  signIn(name: "ada" | "ben", returnTo?: string): Promise<Visit>;
  /** The only session's cookie: its name and what is sealed in it. */
  session(): readonly [name: string, sealed: string];
  hasSession(): boolean;
  /** Asks /auth/token as our own page does. */
  accessToken(headers?: Record<string, string>): Promise<Visit>;
  /** Signs out as our own page does when it reaches the server. */
  signOut(): Promise<Visit>;
  /** As a browser that the sign-in service does not know: only our own cookies stay. */
  forgetSignInService(): void;
  /** As a browser does whose cookies of the app's site are cleared: the sign-in service keeps its own. */
  forgetApp(): void;
  copy(): Browser;
}

/**
 * @param kept - cookies to begin with
 * @param keeps - which lines of Set-Cookie it keeps, sent from that address; all of them by default
 */
export function createBrowser(
  stack: TestStack,
  kept: ReadonlyMap<string, string> = new Map(),
  keeps: (line: string, from: URL) => boolean = () => true,
): Browser {
  const cookies = new Map(kept);
  const { session } = cookieNames(stack.siteOrigin);
  const sessions = () => [...cookies].filter(([name]) => name.startsWith(session));
  const asOurPage = { origin: stack.siteOrigin, "x-tapedeck": "1" };

  async function visit(path: string, init: RequestInit = {}): Promise<Visit> {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const { origin, pathname, search } = new URL(path, stack.siteOrigin);
    const address = new URL(
      `${pathname}${search}`,
      origin === stack.siteOrigin ? stack.url : origin,
    );
    const response = await fetch(address, {
      redirect: "manual",
      ...init,
      headers: { ...(cookie === "" ? {} : { cookie }), ...(init.headers as object) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (!keeps(line, address)) continue;
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      appCode: /"appCode":"(\w+)"/.exec(text)?.[1],
      location: response.headers.get("location") ?? "",
    };
  }

  const browser: Browser = {
    cookies,
    visit,
    async beginSignIn(returnTo) {
      const query = returnTo === undefined ? "" : `?${new URLSearchParams({ return: returnTo })}`;
      return new URL((await visit(`/auth/login${query}`)).location);
    },
    async walkToCallback(authorizeUrl, name) {
      const password = `${name}-local`;
      let url = authorizeUrl;
      for (let step = 0; step < 6; step++) {
        if (url.pathname === "/auth/callback") return url;
        const form = new URLSearchParams({ username: name, password });
        const isLogin = url.pathname.startsWith("/login/");
        const { location, status } = await visit(
          url.href,
          isLogin ? { method: "POST", body: form } : {},
        );
        if (location === "") throw new Error(`${url.pathname} answered ${status}`);
        url = new URL(location, url);
      }
      throw new Error("the sign-in goes round in circles");
    },
    async signIn(name, returnTo) {
      const callback = await browser.walkToCallback(await browser.beginSignIn(returnTo), name);
      return visit(callback.href);
    },
    session() {
      const [session, ...others] = sessions();
      if (session === undefined || others.length > 0) throw new Error("no one session");
      return session;
    },
    hasSession: () => sessions().length > 0,
    accessToken: (headers = asOurPage) => visit("/auth/token", { method: "POST", headers }),
    signOut: () => visit("/auth/logout", { method: "POST", headers: asOurPage }),
    forgetSignInService() {
      for (const name of cookies.keys()) if (!isOurs(name)) cookies.delete(name);
    },
    forgetApp() {
      for (const name of cookies.keys()) if (isOurs(name)) cookies.delete(name);
    },
    copy: () => createBrowser(stack, cookies, keeps),
  };
  return browser;
}
