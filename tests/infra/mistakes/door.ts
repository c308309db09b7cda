// Mistakes in the sign-in, CloudFront and the firewall.
import type { Mistake } from "./mistake.ts";

const AUTH = "infra/auth.ts";
const WEB = "infra/web.ts";

export const IN_THE_DOOR: readonly Mistake[] = [
  {
    what: "pages that may send anywhere",
    file: "infra/imitated/browser-rules.ts",
    from: "connect-src ${sources(",
    to: "connect-src * ${sources(",
    breaks: ["pages run only the site's own scripts"],
  },
  {
    what: "SST's own CORS rule for the site's files",
    file: WEB,
    from: "cors: false, versioning",
    to: "versioning",
    breaks: ["no bucket answers every origin"],
  },
  {
    what: "an unprotected function URL",
    file: WEB,
    from: 'protection: "oac-with-edge-signing",',
    to: 'protection: "none",',
    breaks: [
      "the functions' URLs answer this stage's CloudFront",
      "requests to the API are signed",
    ],
  },
  {
    what: "the implicit flow",
    file: AUTH,
    from: 'args.allowedOauthFlows = ["code"]',
    to: 'args.allowedOauthFlows = ["code", "implicit"]',
    breaks: ["the web client takes codes only"],
  },
  {
    what: "a secret in PKCE's place",
    file: AUTH,
    from: "args.generateSecret = false",
    to: "args.generateSecret = true",
    breaks: ["the web client takes codes only"],
  },
  ...["", '"ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"'].map((flows) => ({
    what: `the flows [${flows}], which rotation of refresh tokens excludes`,
    file: AUTH,
    from: 'explicitAuthFlows = ["ALLOW_USER_AUTH"]',
    to: `explicitAuthFlows = [${flows}]`,
    breaks: ["the web client takes codes only"],
  })),
  {
    what: "a client that may not have the scopes that sign-ins ask for",
    file: AUTH,
    from: '...["record", "read"].map',
    to: '...["record"].map',
    breaks: ["tokens carry the scopes"],
  },
  {
    what: "a domain of the stage's name as it was typed",
    file: AUTH,
    from: "domainPrefix($app.name, $app.stage, id)",
    to: '"Tapedeck-Production"',
    breaks: ["people sign in on managed login's pages"],
  },
  {
    what: "errors that CloudFront keeps for all callers",
    file: WEB,
    from: "args.customErrorResponses = ",
    to: "void ",
    breaks: ["one caller's error answers no other"],
  },
  {
    what: "a 503 that CloudFront keeps for 10 s",
    file: "infra/imitated/edge.ts",
    from: "502, 503, 504",
    to: "502, 504",
    breaks: ["one caller's error answers no other"],
  },
  {
    what: "no content security policy",
    file: WEB,
    from: "args.defaultCacheBehavior = ",
    to: "void ",
    breaks: ["every answer carries the security headers"],
  },
  {
    what: "inline scripts allowed",
    file: "infra/imitated/browser-rules.ts",
    from: `"script-src 'self'"`,
    to: `"script-src 'self' 'unsafe-inline'"`,
    breaks: ["pages run only the site's own scripts"],
  },
  {
    what: "a firewall that takes a title for an attack",
    file: WEB,
    from: '  "CrossSiteScripting_BODY",\n',
    to: "",
    breaks: ["the firewall blocks no body for its content"],
  },
];
