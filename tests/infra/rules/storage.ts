// The bucket of recordings: private, encrypted, versioned, and written to on conditions only.
import assert from "node:assert/strict";
import { TOMBSTONE_TAGS } from "@tapedeck/core/tombstone";
import { webAppCorsRule } from "@tapedeck/local/s3/cors";
import type { Graph, Inputs } from "../../fixtures/synthesis/graph.ts";
import { only, resourcesOf, statementsOf, valuesAt, type Rule } from "../rule.ts";

const STORE = "RecordingsStore";

const bucketName = (graph: Graph) => only(graph, "aws:s3/bucket:Bucket", STORE)["bucket"];
const policyOf = (graph: Graph) =>
  statementsOf(only(graph, "aws:s3/bucketPolicy:BucketPolicy", STORE)["policy"]);

/** Of the recordings' bucket, whatever name it goes by. */
function ofStore(graph: Graph, type: string) {
  const found = resourcesOf(graph, type).filter(
    ({ inputs }) => inputs["bucket"] === bucketName(graph),
  );
  assert.equal(found.length, 1, `${type} of the recordings`);
  return found[0]?.inputs;
}

export const storageRules: readonly Rule[] = [
  {
    name: "no bucket is public in any of the four ways",
    check(graph) {
      const blocks = resourcesOf(graph, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
      const closed = {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      };
      for (const { inputs } of resourcesOf(graph, "aws:s3/bucket:Bucket")) {
        const { bucket } = inputs;
        const block = blocks.filter((candidate) => candidate.inputs["bucket"] === bucket);
        assert.deepEqual(
          block.map((found) => found.inputs),
          [{ bucket, ...closed }],
        );
      }
    },
  },
  {
    name: "no policy lets a stranger into the recordings",
    check(graph) {
      assert.deepEqual(
        policyOf(graph).filter(({ Effect }) => Effect === "Allow"),
        [],
      );
    },
  },
  {
    name: "recordings are reached over TLS only",
    check(graph) {
      const denials = policyOf(graph).filter(({ Action }) => Action.includes("s3:*"));
      assert.deepEqual(
        denials.map(({ Effect, Principal, Condition, Resource }) => ({
          Effect,
          Principal,
          Condition,
          Resource,
        })),
        [
          {
            Effect: "Deny",
            Principal: { "*": ["*"] },
            Condition: { Bool: { "aws:SecureTransport": ["false"] } },
            Resource: ["", "/*"].map((path) => `arn:aws:s3:::${String(bucketName(graph))}${path}`),
          },
        ],
      );
    },
  },
  {
    name: "a segment or an upload is written once: a PUT without if-none-match is denied",
    check(graph) {
      const denial = denialOfPut(graph, "/users/*/*/*/*_*.webm");
      assert.deepEqual(denial?.Condition, {
        Bool: { "s3:ObjectCreationOperation": ["true"] },
        Null: { "s3:if-none-match": ["true"] },
      });
      const [, uploads = ""] = denial?.Resource ?? [];
      const name = uploads.slice(uploads.lastIndexOf("/") + 1);
      assert.equal(name.length, "2026-01-31-23-59-59-123456.webm".length);
      assert.match(name, /^\?+\.webm$/);
    },
  },
  {
    name: "a manifest or a whole file is never written blindly: a PUT without any condition is denied",
    check(graph) {
      const denial = denialOfPut(graph, "/users/*.json");
      const [, wholeFiles = ""] = denial?.Resource ?? [];
      const name = wholeFiles.slice(wholeFiles.lastIndexOf("/") + 1);
      assert.equal(name.length, "2026-01-31-23-59-59-123456-7ZK3QF.webm".length);
      assert.match(name, /^\?+\.webm$/);
      assert.deepEqual(denial?.Condition, {
        Bool: { "s3:ObjectCreationOperation": ["true"] },
        Null: { "s3:if-none-match": ["true"], "s3:if-match": ["true"] },
      });
    },
  },
  {
    name: "recordings are encrypted, owned by the bucket's account, and keep their versions",
    check(graph) {
      assert.deepEqual(
        ofStore(
          graph,
          "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        )?.["rules"],
        [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      );
      assert.deepEqual(
        ofStore(graph, "aws:s3/bucketOwnershipControls:BucketOwnershipControls")?.["rule"],
        { objectOwnership: "BucketOwnerEnforced" },
      );
      assert.deepEqual(
        ofStore(graph, "aws:s3/bucketVersioning:BucketVersioning")?.["versioningConfiguration"],
        { status: "Enabled" },
      );
    },
  },
  {
    name: "the site may put and read, with the headers of a grant, and no other origin may",
    check(graph) {
      const { origin } =
        graph.builds.find(({ functionID }) => functionID === "Api")?.links["Site"] ?? {};
      assert.deepEqual(
        ofStore(graph, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration")?.["corsRules"],
        [
          {
            allowedOrigins: [origin],
            allowedMethods: ["PUT", "GET", "HEAD"],
            allowedHeaders: [
              "cache-control",
              "content-type",
              "if-none-match",
              "range",
              "x-amz-checksum-sha256",
              "x-amz-meta-*",
            ],
            exposeHeaders: ["ETag", "Retry-After", "x-amz-checksum-sha256", "x-amz-request-id"],
            maxAgeSeconds: 7200,
          },
        ],
      );
    },
  },
  {
    name: "the stand-in for S3 lets pages do what this bucket does, so that a laptop hides no refusal",
    check(graph) {
      const onAws = ofStore(graph, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration");
      const rule = webAppCorsRule(["the site"]);
      assert.deepEqual(
        valuesAt([onAws], "corsRules").map((found) => ({
          ...(found as object),
          allowedOrigins: ["the site"],
        })),
        [rule],
      );
    },
  },
  {
    name: "no bucket answers every origin",
    check(graph) {
      const rules = resourcesOf(graph, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration");
      const open = valuesAt(rules, "inputs", "corsRules", "allowedOrigins").filter((origin) =>
        String(origin).includes("*"),
      );
      assert.deepEqual(open, []);
    },
  },
  {
    name: "unfinished uploads go after a day, replaced versions after the time a deletion can be undone",
    check(graph, { isPermanent }) {
      assert.deepEqual(lifecycleRule(graph, "leftovers"), {
        id: "leftovers",
        status: "Enabled",
        filter: { prefix: "" },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        noncurrentVersionExpiration: { noncurrentDays: isPermanent ? 30 : 1 },
        expiration: { expiredObjectDeleteMarker: true },
      });
    },
  },
  {
    name: "a tombstone goes after 30 days, found by the tag that the API puts on it",
    check(graph) {
      const [tag, ...others] = Object.entries(TOMBSTONE_TAGS);
      assert.deepEqual(others, []);
      assert.deepEqual(lifecycleRule(graph, "tombstones"), {
        id: "tombstones",
        status: "Enabled",
        filter: { tag: { key: tag?.[0], value: tag?.[1] } },
        expiration: { days: 30 },
      });
    },
  },
  {
    name: "nothing else in the bucket is removed by age",
    check(graph) {
      assert.deepEqual(
        lifecycleRules(graph).map(({ id }) => id),
        ["leftovers", "tombstones"],
      );
    },
  },
  {
    name: "only a personal stage's recordings may be emptied to remove the stage",
    check(graph, { isPermanent }) {
      assert.equal(only(graph, "aws:s3/bucket:Bucket", STORE)["forceDestroy"], !isPermanent);
    },
  },
];

function lifecycleRules(graph: Graph): readonly Inputs[] {
  const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
  return (ofStore(graph, type)?.["rules"] ?? []) as readonly Inputs[];
}

function lifecycleRule(graph: Graph, id: string): Inputs | undefined {
  return lifecycleRules(graph).find((rule) => rule["id"] === id);
}

function denialOfPut(graph: Graph, path: string) {
  return policyOf(graph).find(
    ({ Effect, Action, Resource }) =>
      Effect === "Deny" && Action.includes("s3:PutObject") && Resource[0]?.endsWith(path),
  );
}
