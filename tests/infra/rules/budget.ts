// The budget of a permanent stage: what it counts, and that it reaches the owner.
import assert from "node:assert/strict";
import { only, resourcesOf, statementsOf, type Rule } from "../rule.ts";

const TOPIC = "arn:aws:mock:us-east-1:123456789012:AlarmsTopic";

export const budgetRules: readonly Rule[] = [
  {
    name: "a permanent stage has a monthly budget of the account, which tells the alarms' topic at a half, at the whole and before it",
    check(graph, { isPermanent }) {
      const budgets = resourcesOf(graph, "aws:budgets/budget:Budget");
      assert.equal(budgets.length, isPermanent ? 1 : 0);
      if (!isPermanent) return;
      const { notifications, ...budget } = only(graph, "aws:budgets/budget:Budget");
      assert.deepEqual(budget, {
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: "50",
        limitUnit: "USD",
      });
      const above = (threshold: number, notificationType: string) => ({
        comparisonOperator: "GREATER_THAN",
        threshold,
        thresholdType: "PERCENTAGE",
        notificationType,
        subscriberSnsTopicArns: [TOPIC],
      });
      assert.deepEqual(notifications, [
        above(50, "ACTUAL"),
        above(100, "ACTUAL"),
        above(100, "FORECASTED"),
      ]);
    },
  },
  {
    name: "this account's alarms and budgets may publish to the topic, and no other service or account",
    check(graph, { isPermanent }) {
      const policies = resourcesOf(graph, "aws:sns/topicPolicy:TopicPolicy");
      assert.equal(policies.length, isPermanent ? 1 : 0);
      if (!isPermanent) return;
      const { arn, policy } = only(graph, "aws:sns/topicPolicy:TopicPolicy");
      assert.equal(arn, TOPIC);
      assert.deepEqual(
        statementsOf(policy),
        ["cloudwatch", "budgets"].map((service) => ({
          Effect: "Allow",
          Principal: { Service: [`${service}.amazonaws.com`] },
          Action: ["sns:Publish"],
          Resource: [TOPIC],
          Condition: { StringEquals: { "aws:SourceAccount": ["123456789012"] } },
        })),
      );
    },
  },
];
