// The parts of a browser that sign-in needs: cookies, forms, and redirects followed one at a time.
import type { CognitoServer } from "../server.ts";
import { authorizeUrl, CALLBACK, codeForm, requestTokens, type TokenAnswer } from "./test-pool.ts";

export interface Visit {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The absolute URL of a redirect. */
  readonly location: string | undefined;
}

export interface Visitor {
  open(url: string): Promise<Visit>;
  post(url: string, form: Readonly<Record<string, string>>): Promise<Visit>;
  /** Starts a sign-in; the URL of the login page, or of the app when a session is still open. */
  authorize(pool: CognitoServer, over?: Readonly<Record<string, string>>): Promise<string>;
  /** The code of a sign-in, with the login page filled in when it is shown. */
  signInForCode(pool: CognitoServer, name?: "ada" | "ben"): Promise<string>;
  signIn(pool: CognitoServer, name?: "ada" | "ben"): Promise<TokenAnswer["body"]>;
  /** A thief, who has a copy of this visitor's present cookies. */
  copy(): Visitor;
}

export function createVisitor(stolen: ReadonlyMap<string, string> = new Map()): Visitor {
  const cookies = new Map(stolen);

  async function visit(url: string, init: RequestInit): Promise<Visit> {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const response = await fetch(url, { redirect: "manual", ...init, headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get("location");
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: location === null ? undefined : new URL(location, url).href,
    };
  }

  const visitor: Visitor = {
    open: (url) => visit(url, {}),
    post: (url, form) => visit(url, { method: "POST", body: new URLSearchParams(form) }),
    async authorize(pool, over) {
      const { location, status } = await visitor.open(authorizeUrl(pool, over));
      if (location === undefined) throw new Error(`authorize answered ${status}`);
      return location;
    },
    async signInForCode(pool, name = "ada") {
      let location = await visitor.authorize(pool);
      if (!location.startsWith(CALLBACK)) {
        const password = `${name}-local`;
        const posted = await visitor.post(location, { username: name, password });
        const resumed = await visitor.open(posted.location ?? "");
        location = resumed.location ?? "";
      }
      const code = URL.parse(location)?.searchParams.get("code");
      if (!location.startsWith(CALLBACK) || code === null || code === undefined) {
        throw new Error(`the sign-in ended at ${location}`);
      }
      return code;
    },
    async signIn(pool, name) {
      const code = await visitor.signInForCode(pool, name);
      const { status, body } = await requestTokens(pool, codeForm(code));
      if (status !== 200) throw new Error(`the token endpoint answered ${status}: ${body.error}`);
      return body;
    },
    copy: () => createVisitor(cookies),
  };
  return visitor;
}
