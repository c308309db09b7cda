// Checks of what is stored and sealed: what counts as the segment that was granted, as the recording that
// was asked for, and as deleted. Part of attack-rules.ts.
import type { Mutation } from "./mutation.ts";

const core = "core/src";
const functions = "functions/src";
const usecase = `${core}/usecase`;
const permissions = "infra/imitated/permissions.ts";

const sealed: readonly Mutation[] = [
  {
    rule: "a digest may be of other segments",
    file: `${usecase}/seal-recording.ts`,
    find: "(await segmentsDigest(own, sha256)) !== digest",
    replace: "false",
  },
  {
    rule: "a list may say of a segment what is not so",
    file: `${usecase}/seal-recording.ts`,
    find: "return !isSame(segment, listed[index]);",
    replace: "return false;",
  },
  {
    rule: "segments that do not follow each other are the caller's fault, not the bucket's",
    file: `${usecase}/seal-recording.ts`,
    find: "return !isNext;",
    replace: "return false;",
  },
  {
    rule: "a sealed recording is given for any digest",
    file: `${usecase}/seal-recording.ts`,
    find: "(await segmentsDigest(beginning, sha256)) === digest &&",
    replace: "",
  },
  {
    rule: "a sealed recording is given for gaps that it does not have",
    file: `${usecase}/seal-recording.ts`,
    find: "holdsGaps(stored, gaps)",
    replace: "true",
  },
  {
    rule: "a sealed recording gets gaps without getting longer",
    file: `${core}/manifest.ts`,
    find: "if (!isLonger && stored.isRecovered !== true) return undefined;",
    replace: "",
  },
  {
    rule: "what arrives after a delete stays",
    file: `${usecase}/write-manifest.ts`,
    find: "await removeRest(store, identity, recordingId);",
    replace: "",
  },
  {
    rule: "a missing segment is no reason to refuse a seal",
    file: `${usecase}/read-segments.ts`,
    find: "inOrder(missing),",
    replace: "[],",
  },
  {
    rule: "who seals what is not there costs a HEAD for each segment",
    file: `${usecase}/read-segments.ts`,
    find: "if (missing.length >= MAX_NAMED) return undefined;",
    replace: "",
  },
  {
    rule: "what was stored with headers of one's own is sealed",
    file: `${usecase}/read-segments.ts`,
    find: "Object.keys(unsignedHeaders).length > 0",
    replace: "false",
  },
  {
    rule: "a list counts beside a count and a digest",
    file: `${core}/contract/recordings.ts`,
    find: "if (segments && segmentCount === undefined && digest === undefined) {",
    replace: "if (segments) {",
  },
];

const granted: readonly Mutation[] = [
  {
    rule: "a recording has segments without end",
    file: `${usecase}/presign-segments.ts`,
    find: "sequence >= segmentsPerRecording",
    replace: "false",
  },
  {
    rule: "a segment has more bytes than its sound",
    file: `${usecase}/presign-segments.ts`,
    find: "sizeBytes > maxBytes",
    replace: "false",
  },
  {
    rule: "a recording is dated ahead",
    file: `${usecase}/presign-segments.ts`,
    find: "recordingStartedAtMicros(recordingId) <= latestMicros",
    replace: "true",
  },
  {
    rule: "a call names a segment twice",
    file: `${core}/contract/segments.ts`,
    find: "if (seen.has(sequence)) {",
    replace: "if (false) {",
  },
  {
    rule: "a hint decides where a recording lies",
    file: `${usecase}/find-place.ts`,
    find: "(await ports.store.holdsAny(recordingPrefix(there, recordingId))) ? there : identity",
    replace: "there",
  },
  {
    rule: "a grant does not bind the cache rule",
    file: `${functions}/s3/grant-signer.ts`,
    find: '    "cache-control": CACHE_CONTROL,\n',
    replace: "",
  },
];

const verified: readonly Mutation[] = [
  {
    rule: "what was stored with headers of one's own is verified",
    file: `${usecase}/verify-segments.ts`,
    find: "Object.keys(unsignedHeaders).length === 0",
    replace: "true",
  },
  {
    rule: "a segment of another size is verified",
    file: `${usecase}/verify-segments.ts`,
    find: "stored.sizeBytes === expected.sizeBytes &&",
    replace: "",
  },
  {
    rule: "a segment of other bytes is verified",
    file: `${usecase}/verify-segments.ts`,
    find: "stored.sha256 === expected.sha256 &&",
    replace: "",
  },
  ...Object.entries({
    disposition: '"content-disposition": "ContentDisposition",',
    encoding: '"content-encoding": "ContentEncoding",',
    language: '"content-language": "ContentLanguage",',
    expiry: 'expires: "ExpiresString",',
  }).map(([header, find]) => ({
    rule: `the ${header} that was sent with a segment is not looked at`,
    file: `${functions}/s3/unsigned-headers.ts`,
    find,
    replace: "",
  })),
];

const kept: readonly Mutation[] = [
  {
    rule: "a deleted upload is read",
    file: `${usecase}/upload-details.ts`,
    find: " || (json && isTombstone(json.text))",
    replace: "",
  },
  {
    rule: "a deleted upload is listed",
    file: `${usecase}/list-recordings.ts`,
    find: "if (head && isTombstoneMetadata(head.metadata)) return undefined;",
    replace: "",
  },
  {
    rule: "the API's role lists the whole bucket",
    file: permissions,
    find: 'variable: "s3:prefix", values: ["users/*"]',
    replace: 'variable: "s3:prefix", values: ["*"]',
  },
  {
    rule: "whoever has the API's keys overwrites a segment",
    file: permissions,
    find: '  "users/*/*/*/*_*.webm",\n',
    replace: "",
  },
  {
    rule: "the role that signs grants deletes",
    file: permissions,
    find: '["s3:PutObject", "s3:GetObject"], paths',
    replace: '["s3:PutObject", "s3:GetObject", "s3:DeleteObject"], paths',
  },
  {
    rule: "the role of the slow procedures writes sound",
    file: permissions,
    find: '"s3:PutObjectTagging"], paths: ["users/*.json"]',
    replace: '"s3:PutObjectTagging"], paths: ["users/*"]',
  },
  {
    rule: "the arrival check's role writes",
    file: permissions,
    find: '["s3:GetObject", "s3:PutObjectTagging"], paths',
    replace: '["s3:GetObject", "s3:PutObjectTagging", "s3:PutObject"], paths',
  },
  {
    rule: "the role that makes whole files writes what it likes",
    file: permissions,
    find: '"s3:DeleteObject"], paths: WHOLE_FILES }',
    replace: '"s3:DeleteObject"], paths: ["users/*"] }',
  },
  {
    rule: "a whole file is overwritten blindly",
    file: permissions,
    find: 'paths: ["users/*.json", ...WHOLE_FILES]',
    replace: 'paths: ["users/*.json"]',
  },
];

export const storageRules: readonly Mutation[] = [...sealed, ...granted, ...verified, ...kept];
