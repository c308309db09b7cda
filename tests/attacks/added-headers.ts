// A grant's holder adds headers to the PUT. Either S3 refuses them, or the object does not count as stored.
import type { PresignedSegments, SegmentVerdicts } from "@tapedeck/core/contract";
import { unlessRefused, type Attack } from "./arena.ts";
import { byNewcomer, bytesOf, digestOf, segment, toVerify, type Newcomer } from "./newcomer.ts";

const [first, second] = [segment(0), segment(1)];

/** S3's answer to a PUT under the grant of the first segment, with these besides or instead. */
async function putWith(
  { grantsFor }: Newcomer,
  added: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string }> {
  const [grant] = await grantsFor(first);
  if (grant === undefined) throw new Error("no grant");
  const headers = { ...grant.headers, ...added };
  const answer = await fetch(grant.url, { method: "PUT", headers, body: bytesOf(0) });
  return { status: answer.status, text: await answer.text() };
}

async function stateOf({ call, recordingId }: Newcomer): Promise<string | undefined> {
  const { data } = await call("segments.verify", { recordingId, segments: [toVerify(first)] });
  return (data as SegmentVerdicts | undefined)?.segments[0]?.state;
}

/** S3 keeps these, unsigned, and gives them to every player. */
const STORED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "an encoding that it does not have": { "content-encoding": "gzip" },
  "an encoding that changes nothing": { "content-encoding": "identity" },
  "several encodings": { "content-encoding": "br, gzip" },
  "a disposition": { "content-disposition": 'inline; filename="a.html"' },
  "a language": { "content-language": "xx" },
  "an expiry": { expires: "Thu, 01 Jan 2099 00:00:00 GMT" },
  "an expiry that is no date": { expires: "never" },
  "all of them": { "content-encoding": "gzip", "content-language": "xx", expires: "never" },
};

const stored = Object.entries(STORED).map(([name, added]) =>
  byNewcomer(`added header: ${name} on a verified and sealed segment`, async (newcomer) => {
    const { call, recordingId, seal } = newcomer;
    const { status } = await putWith(newcomer, added);
    if (status !== 200) return `could not be tried: S3 answered ${status}`;
    const state = await stateOf(newcomer);
    if (state !== "mismatch") return `verified, it is ${state}`;
    const input = { recordingId, segments: [second], verify: [toVerify(first)] };
    const answer = (await call("segments.presign", input)).data as PresignedSegments;
    const beside = "verdicts" in answer ? answer.verdicts[0]?.state : "nothing";
    if (beside !== "mismatch") return `verified beside a grant, it is ${beside}`;
    const byCount = await seal({ segmentCount: 1, digest: digestOf(first) });
    const byList = await seal({ segments: [first] });
    return (
      unlessRefused(byCount, 409, "RECORDING_ALTERED") ??
      unlessRefused(byList, 409, "RECORDING_ALTERED")
    );
  }),
);

/** S3 refuses what would change more than that, where it was not signed. */
const REFUSED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a tombstone's time": { "x-amz-meta-deleted-at": "2026-01-01T00:00:00.000Z" },
  "a tombstone's tag": { "x-amz-tagging": "tapedeck:deleted=yes" },
  "a whole tombstone": {
    "x-amz-meta-deleted-at": "2026-01-01T00:00:00.000Z",
    "x-amz-tagging": "tapedeck:deleted=yes",
  },
  "an owner's rights": { "x-amz-grant-full-control": "uri=everybody" },
  "a key to encrypt with": { "x-amz-server-side-encryption": "aws:kms" },
  "a customer's key": { "x-amz-server-side-encryption-customer-algorithm": "AES256" },
  "a lock": { "x-amz-object-lock-mode": "GOVERNANCE" },
  "a legal hold": { "x-amz-object-lock-legal-hold": "ON" },
  "a page elsewhere": { "x-amz-website-redirect-location": "https://evil.example" },
  "a second checksum": { "x-amz-checksum-crc32": "AAAAAA==" },
  "bytes of their own": { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" },
  "another date": { "x-amz-date": "20990101T000000Z" },
  "the name of another owner": { "x-amz-expected-bucket-owner": "123456789012" },
  "a place to write at": { "x-amz-write-offset-bytes": "0" },
  "a cache that everybody shares": { "cache-control": "public, max-age=31536000" },
  "a cache for a day": { "cache-control": "private, max-age=86400" },
  "no rule for caches": { "cache-control": "" },
};

const refused = Object.entries(REFUSED).map(([name, added]) =>
  byNewcomer(`added header: ${name} is taken`, async (newcomer) => {
    const { status, text } = await putWith(newcomer, added);
    const isRefused = /<Code>(AccessDenied|SignatureDoesNotMatch)</.test(text);
    if (status !== 403 || !isRefused) return `S3 answered ${status}: ${text.slice(0, 200)}`;
    const state = await stateOf(newcomer);
    return state === "missing" ? undefined : `and holds it: ${state}`;
  }),
);

export const addedHeaderAttacks: readonly Attack[] = [...stored, ...refused];
