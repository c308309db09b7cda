// The arrival check examines each new object, and each manifest becomes a whole file.
import assert from "node:assert/strict";
import { only, resourcesOf, type Rule } from "../rule.ts";

const CHECK_ARN = "arn:aws:mock:us-east-1:123456789012:ArrivalCheckFunction";
const WHOLE_FILE_ARN = "arn:aws:mock:us-east-1:123456789012:WholeFileFunction";

export const eventRules: readonly Rule[] = [
  {
    name: "every .webm object created under users/ goes to the arrival check, every .json to the function of whole files",
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
        {
          id: "Manifest",
          lambdaFunctionArn: WHOLE_FILE_ARN,
          events: ["s3:ObjectCreated:*"],
          filterPrefix: "users/",
          filterSuffix: ".json",
        },
      ]);
    },
  },
  {
    name: "the bucket of recordings, and no other, may call these functions",
    check(graph) {
      const { bucket } = only(graph, "aws:s3/bucket:Bucket", "RecordingsStore");
      const permissions = resourcesOf(graph, "aws:lambda/permission:Permission");
      for (const arn of [CHECK_ARN, WHOLE_FILE_ARN]) {
        const ofFunction = permissions.filter(({ inputs }) => inputs["function"] === arn);
        assert.deepEqual(
          ofFunction.map(({ inputs: { action, principal, sourceArn } }) => ({
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
      }
    },
  },
];
