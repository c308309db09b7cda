// The trigger that Cognito asks before it makes an account. core/sign-up-rule.ts has its rule.
import { FUNCTION_DEFAULTS, TRACING_PERMISSION } from "./function-defaults.ts";
import { SIGN_UP_CHECK_ACTIONS } from "./imitated/accounts.ts";
import { TIMEOUT_SECONDS } from "./imitated/functions.ts";
import { settings } from "./stage.ts";

/** Read by functions/config.ts. */
const signUp = new sst.Linkable("SignUp", {
  properties: {
    isOpenToSignUp: settings.isOpenToSignUp,
    allowedEmailDomains: settings.allowedEmailDomains,
  },
});

export const preSignUp = new sst.aws.Function("PreSignUp", {
  ...FUNCTION_DEFAULTS,
  handler: "packages/functions/src/pre-sign-up.handler",
  // A person waits at the login page, and most calls are a cold start: half a core.
  memory: "1024 MB",
  // Cognito waits no longer.
  // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html
  timeout: `${TIMEOUT_SECONDS.preSignUp} seconds`,
  link: [signUp],
  permissions: [TRACING_PERMISSION],
});

/**
 * A policy of its own beside the role's: the pool names the function, so the function cannot name the pool before
 * that exists. The trigger reads the pool's id from each event.
 */
export function allowToReadAccounts(poolArn: $util.Output<string>): void {
  new aws.iam.RolePolicy("PreSignUpReadsAccounts", {
    role: preSignUp.nodes.role.name,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [{ actions: [...SIGN_UP_CHECK_ACTIONS], resources: [poolArn] }],
    }).json,
  });
}
