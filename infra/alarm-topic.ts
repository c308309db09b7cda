// Where the alarms and the budget of a permanent stage are told, and who hears them.
import { settings } from "./stage.ts";

function makeTopic() {
  const topic = new sst.aws.SnsTopic("Alarms");
  if (settings.alarmEmail !== undefined) {
    new aws.sns.TopicSubscription("AlarmEmail", {
      topic: topic.arn,
      protocol: "email",
      endpoint: settings.alarmEmail,
    });
  }
  const { accountId } = aws.getCallerIdentityOutput();
  // Without a policy of its own a topic takes what its account publishes, which is CloudWatch and not Budgets.
  // https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
  const policy = new aws.sns.TopicPolicy("AlarmsPolicy", {
    arn: topic.arn,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: ["cloudwatch", "budgets"].map((service) => ({
        principals: [{ type: "Service", identifiers: [`${service}.amazonaws.com`] }],
        actions: ["sns:Publish"],
        resources: [topic.arn],
        // Only of this account: the services act for every customer of AWS.
        conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] }],
      })),
    }).json,
  });
  return { arn: topic.arn, policy };
}

/** `undefined` on a stage of a developer's own. */
export const alarmTopic = settings.isPermanent ? makeTopic() : undefined;
