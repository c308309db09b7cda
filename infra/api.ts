// The API: two functions behind the router, each allowed to touch what its procedures need under users/, and
// nothing else. Slow procedures have a function of their own, so that they cannot hold the instances of the others.
import { auth } from "./auth.ts";
import { TIMEOUT_SECONDS } from "./imitated/functions.ts";
import { API_PERMISSIONS, SLOW_API_PERMISSIONS } from "./imitated/permissions.ts";
import { settings } from "./stage.ts";
import { permissionsInBucket, recordings } from "./storage.ts";
import { apiRoutes, site } from "./web.ts";

/** Base64url keys of 32 bytes that seal the session cookies, newest first, with commas between. */
const sessionKeys = new sst.Secret("SessionKeys");

/** Tells functions where recordings are. The bucket itself is not linked: SST would add `s3:*`. */
export const recordingsLink = new sst.Linkable("Recordings", {
  properties: { name: recordings.name },
});

/**
 * Parts of the AWS SDK that no function of ours ever loads, so they stay out of the bundles.
 *
 * The credential sources: each function passes its role's credentials, and S3's client looks for no others.
 * bowser: it reads a browser's name, and the SDK bundles it for Node as well, which is 37 kB.
 */
const NEVER_LOADED = [
  "@aws-sdk/credential-provider-http",
  "@aws-sdk/credential-provider-ini",
  "@aws-sdk/credential-provider-process",
  "@aws-sdk/credential-provider-sso",
  "@aws-sdk/credential-provider-web-identity",
  "@smithy/credential-provider-imds",
  "bowser",
];

/** What every function of ours is built and run with. */
export const FUNCTION_DEFAULTS = {
  runtime: "nodejs24.x",
  // A fifth cheaper than x86 for the same work, and there is no native code to miss.
  architecture: "arm64",
  nodejs: {
    format: "esm",
    minify: true,
    // A module behind `await import()` becomes a file of its own, which Lambda loads when it is needed.
    splitting: true,
    esbuild: { external: NEVER_LOADED },
  },
  logging: { format: "json", retention: "1 month" },
  transform: {
    function: (args) => {
      args.tracingConfig = { mode: "Active" };
    },
    role: (args) => {
      // SST 4.17.1 lets every principal of the account assume the role, which only `sst dev` needs.
      if ($dev) return;
      args.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({
        Service: "lambda.amazonaws.com",
      });
    },
  },
} satisfies Partial<sst.aws.FunctionArgs>;

/** X-Ray takes no narrower resource than all of it. */
export const TRACING_PERMISSION = {
  actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  resources: ["*"],
};

/** @param instances - of the function alone; `undefined` shares those of the account */
function reserved(instances: number | undefined) {
  return instances === undefined ? {} : { concurrency: { reserved: instances } };
}

export const api = new sst.aws.Function("Api", {
  ...FUNCTION_DEFAULTS,
  handler: "packages/functions/src/api.handler",
  // Signing and checking tokens is all CPU, which comes with memory: 1769 MB is one whole core,
  // this 0.58 of one. Less would stretch each start and each request, and save nothing.
  memory: "1024 MB",
  // A request waits for Cognito 8 s at most (oauth-client.ts), and for S3 through a retry or two.
  timeout: `${TIMEOUT_SECONDS.api} seconds`,
  ...reserved(settings.apiConcurrency),
  // The browser calls one origin, so the function URL answers no preflight.
  url: { router: apiRoutes.api, cors: false },
  link: [recordingsLink, auth, site, sessionKeys],
  permissions: [...permissionsInBucket(API_PERMISSIONS), TRACING_PERMISSION],
});

/** Seals, recovers and deletes: `SLOW_PROCEDURES` of imitated/edge.ts. */
export const slowApi = new sst.aws.Function("SlowApi", {
  ...FUNCTION_DEFAULTS,
  handler: "packages/functions/src/slow-api.handler",
  // Sealing the longest recording takes 20,000 HEADs: some 6 s of waiting (verify-segments.ts) and, in the same
  // seconds, 7 s of this much core (functions/s3/head-without-sdk.ts).
  memory: "1024 MB",
  // Deleting the longest takes 23 LISTs, one after the other, and 20 DeleteObjects, four at a time. CloudFront
  // waits no longer than this.
  timeout: `${TIMEOUT_SECONDS.slowApi} seconds`,
  ...reserved(settings.slowConcurrency),
  url: { router: apiRoutes.slowApi, cors: false },
  // It serves no sign-in, so it has no session keys.
  link: [recordingsLink, auth, site],
  permissions: [...permissionsInBucket(SLOW_API_PERMISSIONS), TRACING_PERMISSION],
});
