// What keeps a sign-in and a session to the browser that they belong to: part of attack-rules.ts.
import type { Mutation } from "./mutation.ts";

const functions = "functions/src";
const authcallback = `${functions}/authcallback`;
const core = "core/src";

export const signInRules: readonly Mutation[] = [
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
    file: `${authcallback}/session/routes.ts`,
    find: ' || !sameText(query["state"], pending.state)',
    replace: "",
  },
  {
    rule: "the nonce is not compared",
    file: `${authcallback}/session/routes.ts`,
    find: "!sameText(nonceOf(tokens.id_token), pending.nonce) || ",
    replace: "",
  },
  {
    rule: "a sign-in does not ask for the password",
    file: `${authcallback}/session/oauth-client.ts`,
    find: '        prompt: "login",\n',
    replace: "",
  },
  {
    rule: "whether the password was asked for is not looked at",
    file: `${authcallback}/session/routes.ts`,
    find: "!provedSince(tokens.id_token, pending.beganAtMs)",
    replace: "false",
  },
  {
    rule: "PKCE's verifier is the state, which is in the URL",
    file: `${authcallback}/session/routes.ts`,
    find: "const [state, nonce, codeVerifier] = [random(), random(), random()];",
    replace: "const [state, nonce] = [random(), random()]; const codeVerifier = state;",
  },
  {
    rule: "a sign-in's cookie is good for ever",
    file: `${authcallback}/session/sign-in-cookie.ts`,
    find: " && parsed.data.expiresAtMs > Date.now()",
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
