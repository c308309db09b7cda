// The settings that differ between stages, in one table. Every other file of infra reads this one.
import { QUOTA_PER_PERSON, type QuotaPerPerson } from "./imitated/quota.ts";

interface StageSettings {
  /** A permanent stage keeps its data on removal, has a firewall, and rings alarms. */
  readonly isPermanent: boolean;
  /**
   * The site's host name, in a Route 53 zone of the same account. Without one the site answers at
   * the name CloudFront gives it.
   */
  readonly domain?: string;
  /** Gets the alarms by mail; AWS asks to confirm it. Without one, alarms only show in CloudWatch. */
  readonly alarmEmail?: string;
  /**
   * Whether visitors may make accounts. If not, the owner makes each one (docs/operations.md), and a first
   * sign-in with Google needs such an account of the same address.
   */
  readonly isOpenToSignUp: boolean;
  /**
   * Domains, in lower case, whose addresses may make accounts. In a closed stage, people whose address Google has
   * verified come in without an invitation. An open stage takes no address of other domains. None: no such
   * rule. core/sign-up-rule.ts has the table.
   */
  readonly allowedEmailDomains: readonly string[];
  /** Adds "Continue with Google"; needs the secrets GoogleClientId and GoogleClientSecret. */
  readonly hasGoogleSignIn: boolean;
  /**
   * Lambda instances that are kept for the API, which then uses no others. Default: none, so the API uses
   * what the account has. AWS refuses to reserve unless 100 stay unreserved, and a young account has 10 in
   * all: a default would make its first deploy fail. Set it once the quota is raised, at most to that
   * less 100.
   */
  readonly apiConcurrency?: number;
  /**
   * Instances kept for the slow procedures (`SLOW_PROCEDURES`), which then use no others: calls beyond them
   * get 429 at once, and recorders ask again. Default: none, for the same reason; slow calls may then hold every
   * instance of the account. Set it together with `apiConcurrency`: 20 instances seal some forty recordings of an
   * hour a second.
   */
  readonly slowConcurrency?: number;
  /**
   * US dollars a month, of the whole account, above which the budget rings. Every permanent stage has one
   * (budget.ts); a stage of a developer's own has none.
   */
  readonly monthlyBudgetUsd?: number;
  /**
   * What each person may store, whole files not counted: new recordings are refused above either. One person
   * is given more by `npm run usage` (docs/operations.md).
   */
  readonly quotaPerPerson: QuotaPerPerson;
  /** Days after which unused versions of objects go: how long a deletion can be undone. */
  readonly undoDays: number;
}

const PERSONAL: StageSettings = {
  isPermanent: false,
  isOpenToSignUp: false,
  allowedEmailDomains: [],
  hasGoogleSignIn: false,
  quotaPerPerson: QUOTA_PER_PERSON,
  undoDays: 1,
};

interface PermanentSettings extends StageSettings {
  readonly isPermanent: true;
  readonly monthlyBudgetUsd: number;
}

const PERMANENT: Readonly<Record<string, PermanentSettings>> = {
  production: {
    isPermanent: true,
    isOpenToSignUp: false,
    allowedEmailDomains: [],
    hasGoogleSignIn: false,
    quotaPerPerson: QUOTA_PER_PERSON,
    // Four times what an unused stage costs. Set it to what you expect your people to record.
    monthlyBudgetUsd: 50,
    undoDays: 30,
  },
};

/** Of the stage being deployed. A stage without an entry is a developer's own: cheap, and removable. */
export const settings: StageSettings = PERMANENT[$app.stage] ?? PERSONAL;

/** Where Vite serves the site under `sst dev`. */
export const DEV_SITE_ORIGIN = "http://localhost:5173";

/** Groups of the user pool that become a user type, most telling first. @see core/identity.ts */
export const USER_TYPES = ["hosts", "guests"];
