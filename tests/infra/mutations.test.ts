// Proof that the rules can fail: each mutation is a mistake somebody could make in infra/, and the
// rules named beside it must notice.
import { expect, it } from "vitest";
import { rules } from "./rules.ts";
import { synthesize, type Mutation } from "./synthesize.ts";

interface Mistake extends Mutation {
  readonly what: string;
  /** The beginnings of the names of all rules that turn red. */
  readonly breaks: readonly string[];
}

const STORAGE = "infra/storage.ts";
const AUTH = "infra/auth.ts";
const API = "infra/api.ts";
const WEB = "infra/web.ts";
const ALARMS = "infra/alarms.ts";
const PERMISSIONS = "infra/imitated/permissions.ts";

const MISTAKES: readonly Mistake[] = [
  {
    what: "a bucket that answers every origin",
    file: STORAGE,
    from: "allowedOrigins: origins",
    to: 'allowedOrigins: ["*"]',
    breaks: ["the site may put and read", "no bucket answers every origin"],
  },
  {
    what: "a header of every grant that the bucket does not take",
    file: STORAGE,
    from: '"if-none-match",\n',
    to: "\n",
    breaks: ["the site may put and read", "the stand-in for S3 lets pages do"],
  },
  {
    what: "SST's own CORS rule for the site's files",
    file: WEB,
    from: "cors: false, versioning",
    to: "versioning",
    breaks: ["no bucket answers every origin"],
  },
  {
    what: "a public access block that is off",
    file: STORAGE,
    from: "transform: {",
    to: "transform: { publicAccessBlock: false,",
    breaks: ["no bucket is public"],
  },
  {
    what: "a bucket open to the public",
    file: STORAGE,
    from: "enforceHttps: true,",
    to: 'enforceHttps: true, access: "public",',
    breaks: ["no bucket is public", "no policy lets a stranger"],
  },
  {
    what: "no versions",
    file: STORAGE,
    from: "versioning: true,",
    to: "versioning: false,",
    breaks: ["recordings are encrypted, owned"],
  },
  {
    what: "segments that may be overwritten",
    file: PERMISSIONS,
    from: '{ test: "Null", variable: "s3:if-none-match", values: ["true"] },',
    to: '{ test: "Null", variable: "s3:if-none-match", values: ["false"] },',
    breaks: ["a segment or an upload is written once"],
  },
  {
    what: "tombstones that stay for ever, because their tag is another",
    file: STORAGE,
    from: "filter: { tag: DELETED_TAG }",
    to: "filter: { tag: EXPORTED_TAG }",
    breaks: ["a tombstone goes after 30 days"],
  },
  {
    what: "a role that may not tag its tombstones",
    file: PERMISSIONS,
    from: '{ actions: ["s3:PutObjectTagging"], paths: ["users/*.json"] },',
    to: "",
    breaks: ["the API may put, get and delete"],
  },
  {
    what: "a role with s3:*",
    file: PERMISSIONS,
    from: '"s3:DeleteObject"],',
    to: '"s3:*"],',
    breaks: ["the API may put, get and delete", "no role holds a wildcard"],
  },
  {
    what: "a link to the bucket itself, which grants s3:*",
    file: API,
    from: "link: [recordingsLink, auth",
    to: "link: [recordings, recordingsLink, auth",
    breaks: [
      "the API may put, get and delete",
      "no role holds a wildcard",
      "the functions are linked",
    ],
  },
  {
    what: "a permission for the whole bucket",
    file: PERMISSIONS,
    from: 'paths: ["users/*"],',
    to: 'paths: ["*"],',
    breaks: ["the API may put, get and delete"],
  },
  {
    what: "Node 22",
    file: API,
    from: 'runtime: "nodejs24.x"',
    to: 'runtime: "nodejs22.x"',
    breaks: ["functions run on Node 24", "no function, ours or SST's, runs on a Node older"],
  },
  {
    what: "an unprotected function URL",
    file: WEB,
    from: 'protection: "oac-with-edge-signing",',
    to: 'protection: "none",',
    breaks: [
      "the function's URL answers this stage's CloudFront",
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
  {
    what: "sign-up that is open to the Internet",
    file: AUTH,
    from: "args.adminCreateUserConfig = ",
    to: "void ",
    breaks: ["only the owner makes accounts"],
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
    what: "instances that are reserved in an account that may not have them",
    file: "infra/stage.ts",
    from: "production: { isPermanent: true,",
    to: "production: { apiConcurrency: 400, isPermanent: true,",
    breaks: ["memory, time and concurrency"],
  },
  {
    what: "errors that CloudFront keeps for everybody",
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
    file: WEB,
    from: `"script-src 'self'"`,
    to: `"script-src 'self' 'unsafe-inline'"`,
    breaks: ["pages run only the site's own scripts"],
  },
  {
    what: "no event subscription",
    file: "infra/events.ts",
    from: "recordings.notify(",
    to: "void (",
    breaks: ["every .webm object created", "the bucket of recordings, and no other"],
  },
  {
    what: "no alarm on failed checks",
    file: ALARMS,
    from: 'alarm("FailedChecks"',
    to: 'void ("FailedChecks"',
    breaks: ["a permanent stage has an alarm", "alarms measure what they are named for"],
  },
  {
    what: "an alarm that a stranger rings",
    file: ALARMS,
    from: '$.caller = "known" && ',
    to: "",
    breaks: ["what goes wrong is counted"],
  },
  {
    what: "an alarm that a hundred refusals ring",
    file: ALARMS,
    from: "const MANY_REFUSALS = 500",
    to: "const MANY_REFUSALS = 99",
    breaks: ["alarms measure what they are named for"],
  },
  {
    what: "an alarm that one error among fifty requests rings",
    file: ALARMS,
    from: " AND errors >= 5",
    to: "",
    breaks: ["the rate of errors"],
  },
  {
    what: "an alarm that one cold start rings",
    file: ALARMS,
    from: "IF(requests >= 1000, p99, 0)",
    to: "p99",
    breaks: ["slowness is looked at"],
  },
  {
    what: "a firewall that takes a title for an attack",
    file: WEB,
    from: '  "CrossSiteScripting_BODY",\n',
    to: "",
    breaks: ["the firewall blocks nothing for what a body holds"],
  },
];

it.each(MISTAKES)("the rules notice $what", async ({ breaks, ...mutation }) => {
  const graph = await synthesize({ stage: "production", mutation });
  const broken = rules.filter((rule) => {
    try {
      rule.check(graph, { name: "production", isPermanent: true });
      return false;
    } catch {
      return true;
    }
  });
  expect(broken.map(({ name }) => breaks.find((start) => name.startsWith(start)) ?? name)).toEqual(
    breaks,
  );
});

it("SST itself refuses a second component of the same name", async () => {
  const synthesis = synthesize({
    stage: "production",
    mutation: { file: API, from: 'sst.Linkable("Recordings"', to: 'sst.Linkable("Site"' },
  });
  await expect(synthesis).rejects.toThrow("Component name Site is not unique.");
});

it("a stage without the secret of its sessions is not deployed", async () => {
  const synthesis = synthesize({
    stage: "production",
    mutation: { file: API, from: 'sst.Secret("SessionKeys")', to: 'sst.Secret("Unset")' },
  });
  await expect(synthesis).rejects.toThrow("Set a value for Unset");
});
