// The API: two functions behind the router, each allowed to touch what its procedures need under users/, and
// nothing else. Slow procedures have a function of their own, so that they cannot hold the instances of the others.
import { auth } from "./auth.ts";
import { FUNCTION_DEFAULTS, TRACING_PERMISSION } from "./function-defaults.ts";
import { TIMEOUT_SECONDS } from "./imitated/functions.ts";
import { API_PERMISSIONS, SLOW_API_PERMISSIONS } from "./imitated/permissions.ts";
import { quotaLink } from "./imitated/quota.ts";
import { settings } from "./stage.ts";
import { permissionsInBucket, recordings } from "./storage.ts";
import { apiRoutes, site } from "./web.ts";

/** Base64url keys of 32 bytes that seal the session cookies, newest first, with commas between. */
const sessionKeys = new sst.Secret("SessionKeys");

/** Tells functions where recordings are. The bucket itself is not linked: SST would add `s3:*`. */
export const recordingsLink = new sst.Linkable("Recordings", {
  properties: { name: recordings.name },
});

/** Read by functions/config.ts. */
const quota = new sst.Linkable("Quota", {
  properties: quotaLink(settings.quotaPerPerson, settings.undoDays),
});

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
  link: [recordingsLink, auth, quota, site, sessionKeys],
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
  link: [recordingsLink, auth, quota, site],
  permissions: [...permissionsInBucket(SLOW_API_PERMISSIONS), TRACING_PERMISSION],
});
