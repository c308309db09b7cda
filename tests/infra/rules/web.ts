// The one origin: headers, firewall, routes, caches.
import assert from "node:assert/strict";
import { securityHeaders } from "@tapedeck/local/site/security-headers";
import type { Graph } from "../../fixtures/synthesis/graph.ts";
import { only, resourcesOf, valuesAt, type Rule } from "../rule.ts";

const headers = (graph: Graph) =>
  only(graph, "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy");
const behavior = (graph: Graph) =>
  only(graph, "aws:cloudfront/distribution:Distribution")["defaultCacheBehavior"] as Readonly<
    Record<string, unknown>
  >;

export const webRules: readonly Rule[] = [
  {
    name: "one CloudFront distribution serves everything, over TLS",
    check(graph) {
      assert.equal(behavior(graph)["viewerProtocolPolicy"], "redirect-to-https");
      assert.deepEqual(
        valuesAt(
          only(graph, "aws:cloudfront/distribution:Distribution"),
          "orderedCacheBehaviors",
        ).filter(Boolean),
        [],
      );
    },
  },
  {
    name: "every answer carries the security headers",
    check(graph) {
      assert.equal(behavior(graph)["responseHeadersPolicyId"], "SecurityHeaders-id");
    },
  },
  {
    name: "pages run only the site's own scripts and styles, and send only to it and to the bucket",
    check(graph) {
      const bucket = String(only(graph, "aws:s3/bucket:Bucket", "RecordingsStore")["bucket"]);
      const uploads = `https://${bucket}.s3.us-east-1.amazonaws.com`;
      const [policy] = valuesAt(headers(graph), "securityHeadersConfig", "contentSecurityPolicy");
      const contentSecurityPolicy = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        `connect-src 'self' ${uploads}`,
        `media-src 'self' blob: ${uploads}`,
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join("; ");
      assert.deepEqual(policy, { contentSecurityPolicy, override: true });
      // What runs on a laptop runs under the same policy.
      assert.equal(securityHeaders(uploads)["content-security-policy"], contentSecurityPolicy);
    },
  },
  {
    name: "pages keep the microphone, their referrer and their windows to themselves",
    check(graph) {
      const [config] = valuesAt(headers(graph), "securityHeadersConfig");
      const { strictTransportSecurity, referrerPolicy, contentTypeOptions, frameOptions } =
        config as Record<string, unknown>;
      assert.deepEqual(
        { strictTransportSecurity, referrerPolicy, contentTypeOptions, frameOptions },
        {
          strictTransportSecurity: {
            accessControlMaxAgeSec: 31_536_000,
            includeSubdomains: true,
            override: true,
          },
          referrerPolicy: { referrerPolicy: "no-referrer", override: true },
          contentTypeOptions: { override: true },
          frameOptions: { frameOption: "DENY", override: true },
        },
      );
      assert.deepEqual(valuesAt(headers(graph), "customHeadersConfig", "items"), [
        { header: "cross-origin-opener-policy", value: "same-origin", override: true },
        {
          header: "permissions-policy",
          value: "microphone=(self), camera=(), geolocation=()",
          override: true,
        },
      ]);
    },
  },
  {
    name: "requests to the API are signed for it, bodies too",
    check(graph) {
      assert.deepEqual(behavior(graph)["lambdaFunctionAssociations"], [
        {
          eventType: "origin-request",
          lambdaArn: "arn:aws:mock:us-east-1:123456789012:RouterEdgeFunction:1",
          includeBody: true,
        },
      ]);
    },
  },
  {
    name: "a permanent stage has a firewall with a limit per address; a personal one has no firewall to pay for",
    check(graph, { isPermanent }) {
      const firewalls = resourcesOf(graph, "aws:wafv2/webAcl:WebAcl");
      const { webAclId } = only(graph, "aws:cloudfront/distribution:Distribution");
      if (!isPermanent) {
        assert.deepEqual([firewalls, webAclId], [[], undefined]);
        return;
      }
      const { inputs } = firewalls[0] ?? {};
      assert.equal(webAclId, "arn:aws:mock:us-east-1:123456789012:RouterWaf");
      assert.deepEqual(valuesAt(inputs, "rules", "name"), [
        "RateLimitPerIP",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
      ]);
      const [limit] = valuesAt(inputs, "rules", "statement", "rateBasedStatement").filter(Boolean);
      assert.deepEqual(limit, { aggregateKeyType: "IP", limit: 10_000 });
      const logging = only(
        graph,
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
      );
      assert.deepEqual(logging["redactedFields"], [
        { queryString: {} },
        { singleHeader: { name: "cookie" } },
        { singleHeader: { name: "authorization" } },
      ]);
    },
  },
  {
    name: "the firewall blocks no body for its content: a title may look like markup or an address",
    check(graph, { isPermanent }) {
      if (!isPermanent) return;
      const rules = only(graph, "aws:wafv2/webAcl:WebAcl")["rules"] as readonly {
        readonly name: string;
        readonly overrideAction?: unknown;
        readonly statement: { readonly managedRuleGroupStatement?: unknown };
      }[];
      const core = rules.find(({ name }) => name === "AWSManagedRulesCommonRuleSet");
      const count = { count: {} };
      assert.deepEqual(core?.overrideAction, { none: {} });
      assert.deepEqual(core?.statement.managedRuleGroupStatement, {
        vendorName: "AWS",
        name: "AWSManagedRulesCommonRuleSet",
        ruleActionOverrides: [
          { name: "CrossSiteScripting_BODY", actionToUse: count },
          { name: "EC2MetaDataSSRF_BODY", actionToUse: count },
          { name: "GenericLFI_BODY", actionToUse: count },
          { name: "GenericRFI_BODY", actionToUse: count },
          { name: "SizeRestrictions_BODY", actionToUse: count },
        ],
      });
    },
  },
  {
    name: "browsers keep a file that Vite names by its content for ever, and ask again for all others",
    check(graph) {
      const upload = only(graph, "pulumi-nodejs:dynamic:Resource", "WebAssetFiles");
      const files = upload["files"] as readonly { key: string; cacheControl: string }[];
      assert.deepEqual(
        Object.fromEntries(files.map(({ key, cacheControl }) => [key, cacheControl])),
        {
          "index.html": "no-cache",
          "assets/app-5d41402a.js": "public, max-age=31536000, immutable",
        },
      );
    },
  },
  {
    name: "one caller's error answers no other: the edge keeps no error",
    check(graph) {
      const responses = only(graph, "aws:cloudfront/distribution:Distribution")[
        "customErrorResponses"
      ] as readonly { readonly errorCode: number }[];
      assert.deepEqual(
        responses,
        [400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map((errorCode) => ({
          errorCode,
          errorCachingMinTtl: 0,
        })),
      );
    },
  },
  {
    name: "the edge's cache keeps only answers that allow it",
    check(graph) {
      const { defaultTtl, minTtl } = only(graph, "aws:cloudfront/cachePolicy:CachePolicy");
      assert.deepEqual({ defaultTtl, minTtl }, { defaultTtl: 0, minTtl: 0 });
    },
  },
];
