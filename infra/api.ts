// The API: one function behind the router, allowed to touch what lies under users/ and nothing else.
import { auth } from "./auth.ts";
import { FUNCTION_DEFAULTS, TRACING_PERMISSION } from "./function-defaults.ts";
import { TIMEOUT_SECONDS } from "./imitated/functions.ts";
import { API_PERMISSIONS } from "./imitated/permissions.ts";
import { quotaLink } from "./imitated/quota.ts";
import { settings } from "./stage.ts";
import { permissionsInBucket, recordings } from "./storage.ts";
import { apiRoute, site } from "./web.ts";

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

export const api = new sst.aws.Function("Api", {
  ...FUNCTION_DEFAULTS,
  handler: "packages/functions/src/api.handler",
  // Signing and checking tokens is all CPU, which comes with memory: 1769 MB is one whole core,
  // this 0.58 of one. Less would stretch each start and each request, and save nothing.
  memory: "1024 MB",
  // A request waits for Cognito 8 s at most (oauth-client.ts). Sealing the longest recording takes
  // 20,000 HEADs: some 6 s of waiting (verify-segments.ts) and, in the same seconds, 7 s of this
  // much core (functions/s3/head-without-sdk.ts).
  // Deleting it takes 23 LISTs, one after the other, and 20 DeleteObjects, four at a time.
  timeout: `${TIMEOUT_SECONDS.api} seconds`,
  ...(settings.apiConcurrency === undefined
    ? {}
    : { concurrency: { reserved: settings.apiConcurrency } }),
  // The browser calls one origin, so the function URL answers no preflight.
  url: { router: apiRoute, cors: false },
  link: [recordingsLink, auth, quota, site, sessionKeys],
  permissions: [...permissionsInBucket(API_PERMISSIONS), TRACING_PERMISSION],
});
