// The arrival check examines each new object.
import assert from "node:assert/strict";
import { only, resourcesOf, type Rule } from "../rule.ts";

const CHECK_ARN = "arn:aws:mock:us-east-1:123456789012:ArrivalCheckFunction";

export const eventRules: readonly Rule[] = [
  {
    name: "every .webm object created under users/ goes to the arrival check",
    check(graph) {
      const { bucket } = only(graph, "aws:s3/bucket:Bucket", "RecordingsStore");
      const notification = only(graph, "aws:s3/bucketNotification:BucketNotification");
      assert.equal(notification["bucket"], bucket);
      assert.deepEqual(notification["lambdaFunctions"], [
        {
          id: "Arrival",
          lambdaFunctionArn: CHECK_ARN,
          events: ["s3:ObjectCreated:*"],
          filterPrefix: "users/",
          filterSuffix: ".webm",
        },
      ]);
    },
  },
  {
    name: "the bucket of recordings, and no other, may call the arrival check",
    check(graph) {
      const { bucket } = only(graph, "aws:s3/bucket:Bucket", "RecordingsStore");
      const permissions = resourcesOf(graph, "aws:lambda/permission:Permission");
      const ofCheck = permissions.filter(({ inputs }) => inputs["function"] === CHECK_ARN);
      assert.deepEqual(
        ofCheck.map(({ inputs: { action, principal, sourceArn } }) => ({
          action,
          principal,
          sourceArn,
        })),
        [
          {
            action: "lambda:InvokeFunction",
            principal: "s3.amazonaws.com",
            sourceArn: `arn:aws:s3:::${String(bucket)}`,
          },
        ],
      );
    },
  },
];
