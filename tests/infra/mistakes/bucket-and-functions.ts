// Mistakes in the bucket and the functions.
import type { Mistake } from "./mistake.ts";

const STORAGE = "infra/storage.ts";
const API = "infra/api.ts";
const BROWSER_RULES = "infra/imitated/browser-rules.ts";
const PERMISSIONS = "infra/imitated/permissions.ts";

export const IN_BUCKET_AND_FUNCTIONS: readonly Mistake[] = [
  {
    what: "a bucket that answers every origin",
    file: STORAGE,
    from: "allowedOrigins: origins",
    to: 'allowedOrigins: ["*"]',
    breaks: ["the site may put and read", "no bucket answers every origin"],
  },
  {
    what: "a header of every grant that the bucket does not take",
    file: BROWSER_RULES,
    from: '"if-none-match",\n',
    to: "\n",
    breaks: ["the site may put and read", "the stand-in for S3 lets pages do"],
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
    to: 'filter: { tag: { key: "tapedeck:kept", value: "yes" } }',
    breaks: ["a tombstone goes after 30 days"],
  },
  {
    what: "a role that may not tag its tombstones",
    file: PERMISSIONS,
    from: 'actions: ["s3:PutObject", "s3:PutObjectTagging"]',
    to: 'actions: ["s3:PutObject"]',
    breaks: ["the slow procedures may"],
  },
  {
    what: "a role with s3:*",
    file: PERMISSIONS,
    from: '"s3:DeleteObject"],',
    to: '"s3:*"],',
    breaks: ["the slow procedures may", "no role holds a wildcard"],
  },
  {
    what: "a link to the bucket itself, which grants s3:*",
    file: API,
    from: "link: [recordingsLink, auth",
    to: "link: [recordings, recordingsLink, auth",
    breaks: ["the API may put and get", "no role holds a wildcard", "the functions are linked"],
  },
  {
    what: "a permission for the whole bucket",
    file: PERMISSIONS,
    from: '["s3:PutObject", "s3:GetObject"], paths: ["users/*"]',
    to: '["s3:PutObject", "s3:GetObject"], paths: ["*"]',
    breaks: ["the API may put and get"],
  },
  {
    what: "Node 22",
    file: "infra/function-defaults.ts",
    from: 'runtime: "nodejs24.x"',
    to: 'runtime: "nodejs22.x"',
    breaks: ["functions run on Node 24", "no function, ours or SST's, runs on a Node older"],
  },
  {
    what: "instances that are reserved in an account that may not have them",
    file: "infra/stage.ts",
    from: "production: {\n    isPermanent: true,",
    to: "production: {\n    apiConcurrency: 400,\n    isPermanent: true,",
    breaks: ["memory, time and concurrency"],
  },
  {
    what: "slow calls with reserved instances in an account that may not have them",
    file: API,
    from: "reserved(settings.slowConcurrency)",
    to: "reserved(20)",
    breaks: ["memory, time and concurrency"],
  },
  {
    what: "a role of grants that may delete",
    file: PERMISSIONS,
    from: '["s3:PutObject", "s3:GetObject"]',
    to: '["s3:PutObject", "s3:GetObject", "s3:DeleteObject"]',
    breaks: ["the API may put and get"],
  },
  {
    what: "slow procedures that may write sound",
    file: PERMISSIONS,
    from: '"s3:PutObjectTagging"], paths: ["users/*.json"]',
    to: '"s3:PutObjectTagging"], paths: ["users/*"]',
    breaks: ["the slow procedures may"],
  },
  {
    what: "slow procedures that know the keys of the sessions",
    file: API,
    from: "link: [recordingsLink, auth, quota, site],",
    to: "link: [recordingsLink, auth, quota, site, sessionKeys],",
    breaks: ["the functions are linked"],
  },
  {
    what: "a function of whole files that may write segments",
    file: PERMISSIONS,
    from: '"s3:DeleteObject"], paths: WHOLE_FILES }',
    to: '"s3:DeleteObject"], paths: ["users/*"] }',
    breaks: ["the function of whole files may"],
  },
  {
    what: "whole files that may be overwritten blindly",
    file: PERMISSIONS,
    from: 'paths: ["users/*.json", ...WHOLE_FILES]',
    to: 'paths: ["users/*.json"]',
    breaks: ["a manifest or a whole file"],
  },
  {
    what: "whole files of half a gigabyte at most",
    file: "infra/events.ts",
    from: 'storage: "4096 MB",',
    to: "",
    breaks: ["memory, time and concurrency"],
  },
  {
    what: "manifests that no function hears of",
    file: "infra/events.ts",
    from: 'filterSuffix: ".json"',
    to: 'filterSuffix: ".txt"',
    breaks: ["every .webm object created"],
  },
  {
    what: "no event subscription",
    file: "infra/events.ts",
    from: "recordings.notify(",
    to: "void (",
    breaks: ["every .webm object created", "the bucket of recordings, and no other"],
  },
];
