// Read URLs with unsigned parameters and headers.
import type { Attack } from "./arena.ts";
import { readUrlOf } from "./read-urls.ts";

interface Misuse {
  readonly change: (url: URL) => void;
  readonly init?: RequestInit;
  /** S3's own words for it. */
  readonly code?: string;
}

const set =
  (name: string, value: string): Misuse["change"] =>
  (url) =>
    url.searchParams.set(name, value);
const unchanged = () => undefined;
const MISMATCH = "SignatureDoesNotMatch";

const MISUSES: Readonly<Record<string, Misuse>> = {
  "an encoding of its own": { change: set("response-content-encoding", "gzip") },
  "a language of its own": { change: set("response-content-language", "xx") },
  "an expiry of its own": { change: set("response-expires", "Thu, 01 Jan 2099 00:00:00 GMT") },
  "an empty disposition": { change: set("response-content-disposition", "") },
  "an empty cache rule": { change: set("response-cache-control", "") },
  "a second type beside the first": {
    change: (url) => url.searchParams.append("response-content-type", "text/html"),
  },
  "its disposition under a name in capitals": {
    change: (url) => {
      const value = url.searchParams.get("response-content-disposition") ?? "";
      url.searchParams.delete("response-content-disposition");
      url.searchParams.set("Response-Content-Disposition", value);
    },
  },
  "another date": {
    change: set("X-Amz-Date", "20260101T000000Z"),
    code: "Auth.*Error|AccessDenied",
  },
  "another region": {
    change: (url) =>
      url.searchParams.set(
        "X-Amz-Credential",
        (url.searchParams.get("X-Amz-Credential") ?? "").replace("us-east-1", "eu-west-1"),
      ),
    code: "AuthorizationQueryParametersError",
  },
  "an algorithm of its own": {
    change: set("X-Amz-Algorithm", "none"),
    code: "AuthorizationQueryParametersError",
  },
  "a header that it does not sign": {
    change: unchanged,
    init: { headers: { "x-amz-checksum-mode": "ENABLED" } },
    code: "AccessDenied",
  },
  "two ways of signing": {
    change: unchanged,
    init: { headers: { authorization: "AWS4-HMAC-SHA256 x" } },
    code: "InvalidArgument",
  },
  "a form posted to it": { change: unchanged, init: { method: "POST", body: "x" } },
  "a version of before": { change: set("versionId", "null") },
  "its rights": { change: set("acl", "") },
  "its attributes": { change: set("attributes", "") },
  "a session token left out": {
    change: (url) => url.searchParams.delete("X-Amz-Security-Token"),
    code: "InvalidAccessKeyId",
  },
  "an empty session token": {
    change: set("X-Amz-Security-Token", ""),
    code: "InvalidToken|InvalidAccessKeyId",
  },
  "a made up session token": { change: set("X-Amz-Security-Token", "made"), code: "InvalidToken" },
};

/** S3 must refuse in these words and give no sound. */
export const readParameterAttacks: readonly Attack[] = Object.entries(MISUSES).map(
  ([name, { change, init, code = MISMATCH }]): Attack => ({
    name: `read URL: with ${name}`,
    run: async (arena) => {
      const { url } = await readUrlOf(arena, arena.attacker);
      const changed = new URL(url);
      change(changed);
      if (changed.href === url && init === undefined) return "the attempt misuses nothing";
      const answer = await fetch(changed, init);
      const text = await answer.text();
      const isRefused = answer.status === 400 || answer.status === 403;
      return isRefused && new RegExp(`<Code>(${code})</Code>`).test(text)
        ? undefined
        : `S3 answered ${answer.status}: ${text.slice(0, 200)}`;
    },
  }),
);
