// What keeps a sign-in and a session to the browser that they belong to: part of attack-rules.ts.
import type { Mutation } from "./mutation.ts";

const functions = "functions/src";
const authcallback = `${functions}/authcallback`;
const core = "core/src";

/** A rule of oauth4webapi's, taken out by letting pass what it refuses for that reason. */
const idTokenRule = (rule: string, reason: string): Mutation => ({
  rule,
  file: `${authcallback}/session/oauth-client.ts`,
  find: "throw invalid(thrown);",
  replace: `if (!(${reason})) throw invalid(thrown);`,
});
const comparing = (claim: string) => `thrown.cause?.claim === "${claim}"`;
const missing = (claim: string) => `thrown.message.includes('JWT "${claim}"')`;

const idToken: readonly Mutation[] = [
  idTokenRule("an ID token may be of any issuer", comparing("iss")),
  idTokenRule("an ID token may be for any client", comparing("aud")),
  idTokenRule("an ID token may have expired", comparing("exp")),
  idTokenRule("an ID token may have any nonce", comparing("nonce")),
  idTokenRule("an ID token needs no issuer", missing("iss")),
  idTokenRule("an ID token needs no audience", missing("aud")),
  idTokenRule("an ID token needs no expiry", missing("exp")),
  idTokenRule("an ID token needs no nonce", missing("nonce")),
  idTokenRule("an ID token need not say when the password was given", missing("auth_time")),
  {
    rule: "a sign-in needs no ID token",
    file: `${authcallback}/session/oauth-client.ts`,
    find: "throw invalid(thrown);",
    replace: `if (!/"id_token" property/.test(thrown.message)) throw invalid(thrown);`,
  },
];

export const signInRules: readonly Mutation[] = [
  ...idToken,
  {
    rule: "the session answers any origin",
    file: `${authcallback}/session/routes.ts`,
    find: "origin === siteOrigin && header(event, SCRIPT_HEADER)",
    replace: "header(event, SCRIPT_HEADER)",
  },
  {
    rule: "the session answers forms",
    file: `${authcallback}/session/routes.ts`,
    find: " && header(event, SCRIPT_HEADER) !== undefined",
    replace: "",
  },
  {
    rule: "the state is not compared",
    file: `${authcallback}/session/oauth-client.ts`,
    find: "oauth.validateAuthResponse(server, client, answer, state)",
    replace: "oauth.validateAuthResponse(server, client, answer, oauth.skipStateCheck)",
  },
  {
    rule: "a sign-in does not ask for the password",
    file: `${authcallback}/session/oauth-client.ts`,
    find: '        prompt: "login",\n',
    replace: "",
  },
  {
    rule: "whether the password was asked for is not looked at",
    file: `${authcallback}/session/oauth-client.ts`,
    find: "maxAge: ageSeconds",
    replace: "maxAge: oauth.skipAuthTimeCheck",
  },
  {
    rule: "PKCE's verifier is the state, which is in the URL",
    file: `${authcallback}/session/oauth-client.ts`,
    find: "const query = new URLSearchParams({",
    replace: "secrets.codeVerifier = secrets.state; const query = new URLSearchParams({",
  },
  {
    rule: "a sign-in's cookie is good for ever",
    file: `${authcallback}/session/sign-in-cookie.ts`,
    find: "if (leftMs <= 0) return undefined;",
    replace: "",
  },
  {
    rule: "a value sealed for one cookie opens as another",
    file: `${authcallback}/session/seal.ts`,
    find: "Buffer.from(purpose)",
    replace: "Buffer.alloc(0)",
  },
  {
    rule: "of two cookies of a name the last counts",
    file: `${functions}/http/lambda-http.ts`,
    find: "names.indexOf(name) !== names.lastIndexOf(name)",
    replace: "false",
  },
  {
    rule: "signing in ends wherever it was asked to",
    file: `${authcallback}/session/return-path.ts`,
    find: "const path = `${url.pathname}${url.search}${url.hash}`;",
    replace: "const path = requested;",
  },
  {
    rule: "signing in ends in the middle of signing in",
    file: `${authcallback}/session/return-path.ts`,
    find: " || SESSION_PATH.test(url.pathname)",
    replace: "",
  },
  {
    rule: "cookies have no prefix on https either",
    file: `${core}/cookie-rule.ts`,
    find: 'startsWith("http://")',
    replace: 'startsWith("http")',
  },
  {
    rule: "a cookie may be larger than any browser keeps",
    file: `${authcallback}/session/set-cookie.ts`,
    find: "if (sizeBytes <= MAX_BYTES) return line;",
    replace: "if (sizeBytes > 0) return line;",
  },
  {
    rule: "a session opens whether or not it is in force",
    file: `${authcallback}/session/session-cookies.ts`,
    find: "signInId === cookies.get(signedIn)",
    replace: "signInId !== ''",
  },
  {
    rule: "a session that is over is not revoked",
    file: `${authcallback}/session/routes.ts`,
    find: "    endSessions(ended, deps),\n",
    replace: "    Promise.resolve([]),\n",
  },
  {
    rule: "signing out revokes nothing",
    file: `${authcallback}/session/routes.ts`,
    find: "endSessions(current ? [current, ...ended] : ended, deps)",
    replace: "[]",
  },
];
