// Mistakes in who makes accounts.
import type { Mistake } from "./mistake.ts";

const AUTH = "infra/auth.ts";
const SIGN_UP = "infra/sign-up.ts";
const STAGE = "infra/stage.ts";
const ACCOUNTS = "infra/imitated/accounts.ts";

export const IN_SIGN_UP: readonly Mistake[] = [
  {
    what: "sign-up that is open to the Internet",
    file: AUTH,
    from: "args.adminCreateUserConfig = ",
    to: "void ",
    breaks: ["only the owner makes accounts"],
  },
  {
    what: "a permanent stage that is open",
    file: STAGE,
    from: "isPermanent: true,\n    isOpenToSignUp: false,",
    to: "isPermanent: true,\n    isOpenToSignUp: true,",
    breaks: ["only the owner makes accounts", "the trigger knows that the stage is closed"],
  },
  {
    what: "a trigger that takes the stage for open",
    file: SIGN_UP,
    from: "isOpenToSignUp: settings.isOpenToSignUp,",
    to: "isOpenToSignUp: true,",
    breaks: ["the trigger knows that the stage is closed"],
  },
  {
    what: "a domain that no owner chose",
    file: SIGN_UP,
    from: "allowedEmailDomains: settings.allowedEmailDomains,",
    to: 'allowedEmailDomains: ["gmail.com"],',
    breaks: ["the trigger knows that the stage is closed"],
  },
  {
    what: "a pool that asks no trigger",
    file: AUTH,
    from: "triggers: { preSignUp: preSignUp.arn },",
    to: "",
    breaks: ["Cognito asks the trigger", "this user pool, and no other caller"],
  },
  {
    what: "a trigger at another moment, when the account exists",
    file: AUTH,
    from: "triggers: { preSignUp: preSignUp.arn },",
    to: "triggers: { postConfirmation: preSignUp.arn },",
    breaks: ["Cognito asks the trigger"],
  },
  {
    what: "a trigger that may read the accounts of every pool",
    file: SIGN_UP,
    from: "resources: [poolArn]",
    to: 'resources: ["arn:aws:cognito-idp:*:*:userpool/*"]',
    breaks: ["the trigger may read one account"],
  },
  {
    what: "a trigger that may make accounts",
    file: ACCOUNTS,
    from: '["cognito-idp:AdminGetUser"]',
    to: '["cognito-idp:AdminGetUser", "cognito-idp:AdminCreateUser"]',
    breaks: ["the trigger may read one account"],
  },
  {
    what: "a trigger that may list all people",
    file: ACCOUNTS,
    from: '["cognito-idp:AdminGetUser"]',
    to: '["cognito-idp:ListUsers"]',
    breaks: ["the trigger may read one account"],
  },
  {
    what: "a trigger that may not look at the invitations",
    file: AUTH,
    from: "allowToReadAccounts(pool.arn);",
    to: "",
    breaks: ["the trigger may read one account"],
  },
  {
    what: "a trigger with an address on the Internet",
    file: SIGN_UP,
    from: "link: [signUp],",
    to: "link: [signUp], url: true,",
    breaks: [
      "this user pool, and no other caller",
      "the functions' URLs answer this stage's CloudFront",
    ],
  },
  {
    what: "a trigger that outlives Cognito's patience",
    file: "infra/imitated/functions.ts",
    from: "preSignUp: 5",
    to: "preSignUp: 30",
    breaks: ["memory, time and concurrency"],
  },
];
