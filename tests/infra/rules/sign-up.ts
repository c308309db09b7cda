// The door: who makes accounts, and the trigger that is asked before one is made.
import assert from "node:assert/strict";
import type { Graph } from "../../fixtures/synthesis/graph.ts";
import { only, resourcesOf, statementsOf, type Rule } from "../rule.ts";

const pool = (graph: Graph) => only(graph, "aws:cognito/userPool:UserPool");
const POOL_ARN = "arn:aws:mock:us-east-1:123456789012:UsersUserPool";
const TRIGGER_ARN = "arn:aws:mock:us-east-1:123456789012:PreSignUpFunction";
/** Rights that every function has: to write its traces. */
const TRACING = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];

export const signUpRules: readonly Rule[] = [
  {
    name: "only the owner makes accounts",
    check(graph) {
      assert.deepEqual(pool(graph)["adminCreateUserConfig"], { allowAdminCreateUserOnly: true });
    },
  },
  {
    name: "Cognito asks the trigger before it makes an account, and no other trigger changes a sign-in",
    check(graph) {
      const config = Object.entries((pool(graph)["lambdaConfig"] ?? {}) as object);
      const set = config.filter(([, value]) => value !== undefined);
      assert.deepEqual(set, [["preSignUp", TRIGGER_ARN]]);
    },
  },
  {
    name: "the trigger knows that the stage is closed, and no domain",
    check(graph) {
      const build = graph.builds.find(({ functionID }) => functionID === "PreSignUp");
      assert.equal(build?.handler, "packages/functions/src/pre-sign-up.handler");
      const { isOpenToSignUp, allowedEmailDomains } = build.links["SignUp"] ?? {};
      assert.deepEqual(
        { isOpenToSignUp, allowedEmailDomains },
        {
          isOpenToSignUp: false,
          allowedEmailDomains: [],
        },
      );
    },
  },
  {
    name: "the trigger may read one account of this pool at a time, and nothing else",
    check(graph) {
      const role = only(graph, "aws:iam/role:Role", "PreSignUp");
      const [inline, ...others] = role["inlinePolicies"] as readonly { policy: string }[];
      assert.equal(others.length, 0);
      assert.deepEqual(
        statementsOf(inline?.policy).map(({ Action }) => Action),
        [TRACING],
      );
      const attached = resourcesOf(graph, "aws:iam/rolePolicy:RolePolicy");
      assert.deepEqual(
        attached.map(({ inputs }) => [inputs["role"], statementsOf(inputs["policy"])]),
        [
          [
            role["name"],
            [{ Effect: "Allow", Action: ["cognito-idp:AdminGetUser"], Resource: [POOL_ARN] }],
          ],
        ],
      );
      assert.deepEqual(resourcesOf(graph, "aws:iam/rolePolicyAttachment:RolePolicyAttachment"), []);
    },
  },
  {
    name: "this user pool, and no other caller, may call the trigger",
    check(graph) {
      const permissions = resourcesOf(graph, "aws:lambda/permission:Permission").filter(
        ({ inputs }) => inputs["function"] === TRIGGER_ARN,
      );
      assert.deepEqual(
        permissions.map(({ inputs: { action, principal, sourceArn } }) => ({
          action,
          principal,
          sourceArn,
        })),
        [
          {
            action: "lambda:InvokeFunction",
            principal: "cognito-idp.amazonaws.com",
            sourceArn: POOL_ARN,
          },
        ],
      );
      const urls = resourcesOf(graph, "aws:lambda/functionUrl:FunctionUrl");
      assert.deepEqual(urls.map(({ name }) => name).toSorted(), ["ApiUrl", "SlowApiUrl"]);
    },
  },
];
