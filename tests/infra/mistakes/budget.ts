// Mistakes in the budget and in who may use the alarms' topic.
import type { Mistake } from "./mistake.ts";

const TOPIC = "infra/alarm-topic.ts";

export const IN_BUDGET: readonly Mistake[] = [
  {
    what: "a permanent stage without a budget",
    file: "sst.config.ts",
    from: 'await import("./infra/budget.ts");',
    to: "",
    breaks: ["a permanent stage has a monthly budget"],
  },
  {
    what: "a budget that rings only when the money is spent",
    file: "infra/budget.ts",
    from: 'above(50, "ACTUAL"),',
    to: "",
    breaks: ["a permanent stage has a monthly budget"],
  },
  {
    what: "a budget that may not publish",
    file: TOPIC,
    from: '["cloudwatch", "budgets"]',
    to: '["cloudwatch"]',
    breaks: ["this account's alarms and budgets may publish"],
  },
  {
    what: "a topic on which every customer of AWS may ring",
    file: TOPIC,
    from: 'conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] }],',
    to: "",
    breaks: ["this account's alarms and budgets may publish"],
  },
];
