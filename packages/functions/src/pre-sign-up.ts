// The pre-sign-up Lambda: configuration is read once per instance, outside the handler.
import { readSignUpConfig } from "./config.ts";
import { lambdaLog } from "./log.ts";
import { credentialsFrom } from "./s3/address.ts";
import { createInvitations } from "./sign-up/invitations.ts";
import { createSignUpCheck } from "./sign-up/sign-up-check.ts";

const { signUp, ...pools } = readSignUpConfig(process.env);

/** Called by Cognito before it makes an account: infra/auth.ts. @public */
export const handler = createSignUpCheck({
  settings: signUp,
  isInvited: createInvitations(pools, async () => credentialsFrom(process.env)),
  log: lambdaLog,
});
