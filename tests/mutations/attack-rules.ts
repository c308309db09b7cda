// Every check that keeps somebody out, taken out alone: the attacks must see each one go
// (tests/mutations/attacks.long.test.ts). Two are not here. Cognito's keys name their algorithm, so that
// the library refuses before our RS256 does: token-verifier.test.ts sees that one go. Without
// `unhoistableHeaders` S3 refuses even the honest.
import { libraryRules } from "./library-rules.ts";
import type { Mutation } from "./mutation.ts";
import { signInRules } from "./sign-in-rules.ts";
import { signUpRules } from "./sign-up-rules.ts";
import { storageRules } from "./storage-rules.ts";

const core = "core/src";
const functions = "functions/src";
const authcallback = `${functions}/authcallback`;

const token: readonly Mutation[] = [
  {
    rule: "any issuer may sign",
    file: `${authcallback}/token-verifier.ts`,
    find: "      issuer,\n      // Cognito's",
    replace: "      issuer: null,\n      // Cognito's",
  },
  {
    rule: "any client's token counts",
    file: `${authcallback}/token-verifier.ts`,
    find: "clientId: [...clientIds]",
    replace: "clientId: null",
  },
  {
    rule: "an ID token counts",
    file: `${authcallback}/token-verifier.ts`,
    find: 'tokenUse: "access"',
    replace: "tokenUse: null",
  },
  {
    rule: "an expired token counts",
    file: `${authcallback}/token-verifier.ts`,
    find: "audience: null,",
    replace: "audience: null, graceSeconds: 1e9,",
  },
  {
    rule: "a token without exp lives for ever",
    file: `${authcallback}/token-verifier.ts`,
    find: 'if (typeof payload.exp !== "number") throw new Error("exp must be present");',
    replace: "",
  },
  {
    rule: "a token may lack iat",
    file: `${authcallback}/token-verifier.ts`,
    find: 'typeof payload.iat !== "number" || payload.iat > latestSeconds',
    replace: "Number(payload.iat) > latestSeconds",
  },
  {
    rule: "a token may come from the future",
    file: `${authcallback}/token-verifier.ts`,
    find: " || payload.iat > latestSeconds",
    replace: "",
  },
  {
    rule: "a token may be as long as it likes",
    file: `${authcallback}/token-verifier.ts`,
    find: "token.length > LIMITS.accessTokenCharacters",
    replace: "false",
  },
  {
    rule: "a token of an unknown key is an outage of ours",
    file: `${authcallback}/token-verifier.ts`,
    find: "if (KEYS_UNUSABLE.some((kind) => thrown instanceof kind)) {",
    replace:
      'if (thrown.name === "FetchError" || /still waiting for back off/.test(thrown.message)) {',
  },
  {
    rule: "a token that was accepted once is accepted for ever",
    file: `${authcallback}/verified-token-cache.ts`,
    find: " && known.exp * 1000 > nowMs(clock)",
    replace: "",
  },
  {
    rule: "no scope is needed",
    file: `${authcallback}/context.ts`,
    find: "requireScope(claims.scope, scope);",
    replace: "",
  },
  {
    rule: "a scope counts that only looks like it",
    file: `${authcallback}/context.ts`,
    find: 'given.split(" ").includes(needed)',
    replace: "given.includes(needed)",
  },
  {
    rule: "a token may come under any scheme",
    file: `${authcallback}/context.ts`,
    find: "/^Bearer (",
    replace: "/^(?:\\w+ )?(",
  },
];

const KEY_NAME = "/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/";
const identity: readonly Mutation[] = [
  ...Object.entries({
    "a name in a key may be anything": "/^.*$/s",
    "a name in a key may hold a slash": "/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/",
    "a name in a key may begin with a dot": "/^[A-Za-z0-9._-]{1,64}$/",
    "a name in a key may end in anything": "/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}/",
  }).map(([rule, replace]) => ({ rule, file: `${core}/identity.ts`, find: KEY_NAME, replace })),
  {
    rule: "any group makes a user type",
    file: `${core}/identity.ts`,
    find: "?? DEFAULT_USER_TYPE;",
    replace: "?? groups[0] ?? DEFAULT_USER_TYPE;",
  },
  {
    rule: "any prefix of a user name makes a provider",
    file: `${core}/identity.ts`,
    find: "return rules.federatedProviders.find((name) =>",
    replace: "return [username.split('_')[0] ?? ''].find((name) =>",
  },
  {
    rule: "everybody of a kind shares a prefix",
    file: `${core}/object-key.ts`,
    find: "return `users/${userType}/${provider}/${sub}/`;",
    replace: "return `users/${userType === 'hosts' ? 'guests' : userType}/${provider}/shared/`;",
  },
];

const signer = `${functions}/s3/grant-signer.ts`;
const grant: readonly Mutation[] = [
  {
    rule: "a grant does not bind the type",
    file: `${functions}/s3/presign.ts`,
    find: 'signableHeaders: new Set(["cache-control", "content-type"]),',
    replace: 'signableHeaders: new Set(["cache-control"]),',
  },
  {
    rule: "a grant lives twice as long",
    file: signer,
    find: "LIMITS.grantExpiresInSeconds",
    replace: "LIMITS.grantExpiresInSeconds * 2",
  },
];

const http: readonly Mutation[] = [
  ...Object.entries({
    "an origin counts that begins like an allowed one":
      "!allowedOrigins.some((allowed) => origin.startsWith(allowed))",
    "an origin counts that ends like an allowed one":
      "!allowedOrigins.some((allowed) => origin.endsWith(new URL(allowed).host))",
    "every origin counts": "false",
    "the null origin counts": '(origin !== "null" && !allowedOrigins.includes(origin))',
  }).map(([rule, replace]) => ({
    rule,
    file: `${functions}/http/cross-origin.ts`,
    find: "!allowedOrigins.includes(origin)",
    replace,
  })),
  {
    rule: "a procedure takes any method",
    file: `${functions}/http/handler.ts`,
    find: 'if (method !== "GET" && method !== "POST") throw methodUnsupported(method);',
    replace: "",
  },
  {
    rule: "a body may be as large as it likes",
    file: `${functions}/http/lambda-http.ts`,
    find: "if (sizeBytes <= limit) return;",
    replace: "return;",
  },
  {
    rule: "a server of this machine answers every name",
    file: "local/src/own-host.ts",
    find: "request.headers.host?.toLowerCase() === host",
    replace: "true",
  },
];

const edge: readonly Mutation[] = [
  {
    rule: "a caller may send the header that only the edge sends",
    file: "infra/imitated/edge.ts",
    find: 'delete request.headers["${CALLER_AUTHORIZATION}"];',
    replace: "",
  },
  {
    rule: "CloudFront keeps a 503 for everybody",
    file: "infra/imitated/edge.ts",
    find: "502, 503, 504",
    replace: "502, 504",
  },
  {
    rule: "CloudFront keeps a refused HEAD for everybody",
    file: "infra/imitated/edge.ts",
    find: "404, 405, 414",
    replace: "404, 414",
  },
];

export const attackRules: readonly Mutation[] = [
  ...edge,
  ...token,
  ...signInRules,
  ...signUpRules,
  ...identity,
  ...grant,
  ...libraryRules,
  ...storageRules,
  ...http,
];
