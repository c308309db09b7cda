// The budget of a permanent stage: it tells the owner when the account costs more than expected. It stops nothing.
import { alarmTopic } from "./alarm-topic.ts";
import { settings } from "./stage.ts";

if (alarmTopic !== undefined && settings.monthlyBudgetUsd !== undefined) {
  const subscriberSnsTopicArns = [alarmTopic.arn];
  const above = (threshold: number, notificationType: "ACTUAL" | "FORECASTED") => ({
    comparisonOperator: "GREATER_THAN",
    threshold,
    thresholdType: "PERCENTAGE",
    notificationType,
    subscriberSnsTopicArns,
  });
  new aws.budgets.Budget(
    "Budget",
    {
      // Of the whole account: a filter by the stage's tag counts nothing until the owner has activated that tag
      // for billing, and a budget that counts nothing never rings.
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(settings.monthlyBudgetUsd),
      limitUnit: "USD",
      notifications: [
        above(50, "ACTUAL"),
        above(100, "ACTUAL"),
        // AWS forecasts after some five weeks of use.
        // https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html
        above(100, "FORECASTED"),
      ],
    },
    // AWS refuses a topic to which it may not publish.
    { dependsOn: [alarmTopic.policy] },
  );
}
