// What every function of ours is built and run with.

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
