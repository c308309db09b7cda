// Every rule of a deployed stage, by family, in the order of infra/.
import type { Rule } from "./rule.ts";
import { alarmRules } from "./rules/alarms.ts";
import { apiRules } from "./rules/api.ts";
import { authRules } from "./rules/auth.ts";
import { budgetRules } from "./rules/budget.ts";
import { eventRules } from "./rules/events.ts";
import { signUpRules } from "./rules/sign-up.ts";
import { storageRules } from "./rules/storage.ts";
import { webRules } from "./rules/web.ts";

export const families: Readonly<Record<string, readonly Rule[]>> = {
  storage: storageRules,
  auth: authRules,
  "sign-up": signUpRules,
  api: apiRules,
  events: eventRules,
  web: webRules,
  alarms: alarmRules,
  budget: budgetRules,
};

export const rules: readonly Rule[] = Object.values(families).flat();
