// The one origin: CloudFront before the site and the API, with a firewall and the headers of a page
// that holds a microphone.
import { contentSecurityPolicy, PAGE_HEADERS, REFERRER_POLICY } from "./imitated/browser-rules.ts";
import { API_ROUTES, BEFORE_ROUTING, CUSTOM_ERROR_RESPONSES } from "./imitated/edge.ts";
import { DEV_SITE_ORIGIN, settings } from "./stage.ts";
import { allowUploadsFrom, uploadOrigin } from "./storage.ts";

/** One year: the browser asks no server in between. */
const HSTS_SECONDS = 31_536_000;

const headers = new aws.cloudfront.ResponseHeadersPolicy("SecurityHeaders", {
  securityHeadersConfig: {
    contentSecurityPolicy: {
      contentSecurityPolicy: uploadOrigin.apply((origin) => contentSecurityPolicy(origin)),
      override: true,
    },
    strictTransportSecurity: {
      accessControlMaxAgeSec: HSTS_SECONDS,
      includeSubdomains: true,
      override: true,
    },
    contentTypeOptions: { override: true },
    frameOptions: { frameOption: "DENY", override: true },
    referrerPolicy: { referrerPolicy: REFERRER_POLICY, override: true },
  },
  customHeadersConfig: {
    items: Object.entries(PAGE_HEADERS).map(([header, value]) => ({
      header,
      value,
      override: true,
    })),
  },
});

const CORE_RULES = "AWSManagedRulesCommonRuleSet";

/** Those of them that look into bodies. */
const BODY_RULES = [
  "CrossSiteScripting_BODY",
  "EC2MetaDataSSRF_BODY",
  "GenericLFI_BODY",
  "GenericRFI_BODY",
  "SizeRestrictions_BODY",
];

/**
 * Bodies are JSON that the API checks by itself, and nothing of them becomes markup, a path or an address.
 * A person may call a recording `<script>` or `http://10.0.0.1/`, so these rules count and do not block.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
function withoutBodyRules(rule: aws.types.input.wafv2.WebAclRule): typeof rule {
  if (rule.name !== CORE_RULES) return rule;
  const ruleActionOverrides = BODY_RULES.map((name) => ({ name, actionToUse: { count: {} } }));
  const managedRuleGroupStatement = { vendorName: "AWS", name: CORE_RULES, ruleActionOverrides };
  return { ...rule, statement: { managedRuleGroupStatement } };
}

const router = new sst.aws.Router("Router", {
  ...(settings.domain === undefined ? {} : { domain: settings.domain }),
  // The function's own URL answers CloudFront alone. Bodies of POSTs have to be signed too. SST's
  // function at the edge does that, and refuses a body over 1 MB (REQUEST_BODY_BYTES).
  protection: "oac-with-edge-signing",
  edge: { viewerRequest: { injection: BEFORE_ROUTING } },
  ...(settings.isPermanent
    ? {
        waf: {
          // In 5 minutes, per address. A recorder makes about 61 requests in that time; an office
          // of 160 of them behind one address still fits.
          rateLimitPerIp: 10_000,
          // There is no SQL to inject into, and the rules for it mistake base64 for some.
          managedRules: { coreRuleSet: true, knownBadInputs: true, sqlInjection: false },
          // Without query strings and the headers that hold secrets, which SST leaves out itself.
          logging: { include: "blocked", retention: "1 month" },
        },
      }
    : {}),
  transform: {
    cdn: (args) => {
      args.customErrorResponses = [...CUSTOM_ERROR_RESPONSES];
      args.defaultCacheBehavior = $output(args.defaultCacheBehavior).apply((behavior) => ({
        ...behavior,
        responseHeadersPolicyId: headers.id,
      }));
    },
    waf: (args) => {
      args.rules = $output(args.rules).apply((rules = []) => rules.map(withoutBodyRules));
    },
  },
});

/** What the function URLs are joined to: {@link BEFORE_ROUTING} adds the prefix, this takes it off. */
export const apiRoutes = {
  api: { instance: router, ...API_ROUTES.api },
  slowApi: { instance: router, ...API_ROUTES.slowApi },
};

/** Where people open Tapedeck: with `sst dev`, Vite on their own machine. */
export const siteOrigin = $dev ? $output(DEV_SITE_ORIGIN) : router.url;

/** Every origin that may send to the bucket. */
const allowedOrigins = [siteOrigin];

export const site = new sst.Linkable("Site", {
  properties: { origin: siteOrigin, allowedOrigins },
});

allowUploadsFrom(allowedOrigins);

new sst.aws.StaticSite("Web", {
  path: "packages/web",
  build: { command: "npm run build", output: "dist" },
  // Vite proxies /trpc and /auth there (vite.config.ts), so that development has one origin as well.
  dev: { command: "npm run dev", url: DEV_SITE_ORIGIN },
  environment: { TAPEDECK_API_ORIGIN: router.url },
  router: { instance: router },
  assets: {
    fileOptions: [
      // Asked for anew each time, so that a deploy is seen at once …
      { files: "**", cacheControl: "no-cache" },
      // … except what Vite names by its content.
      { files: "assets/**", cacheControl: "public, max-age=31536000, immutable" },
    ],
  },
  transform: { assets: { access: "cloudfront", cors: false, versioning: true } },
});
