// The functions: their runtime, their rights and their callers.
import assert from "node:assert/strict";
import type { Graph } from "../../fixtures/synthesis/graph.ts";
import { only, resourcesOf, statementsOf, type Rule, type Statement } from "../rule.ts";

const FUNCTIONS = ["Api", "SlowApi", "ArrivalCheck", "WholeFile", "PreSignUp"];
const lambda = (graph: Graph, name: string) => only(graph, "aws:lambda/function:Function", name);
const storeArn = (graph: Graph) =>
  `arn:aws:s3:::${String(only(graph, "aws:s3/bucket:Bucket", "RecordingsStore")["bucket"])}`;

/** What the function's role may do, beyond writing its logs and traces. */
function permissionsOf(graph: Graph, name: string): readonly Statement[] {
  const role = only(graph, "aws:iam/role:Role", name);
  const [inline] = role["inlinePolicies"] as readonly { policy: string }[];
  const statements = statementsOf(inline?.policy);
  return statements.filter(
    ({ Action }) => !Action.every((action) => action.startsWith("xray:Put")),
  );
}

const listUsers = (graph: Graph): Statement => ({
  Effect: "Allow",
  Action: ["s3:ListBucket"],
  Resource: [storeArn(graph)],
  Condition: { StringLike: { "s3:prefix": ["users/*"] } },
});

export const apiRules: readonly Rule[] = [
  {
    name: "functions run on Node 24 and arm64, built as minified ESM that loads what it needs when it needs it",
    check(graph) {
      for (const name of FUNCTIONS) {
        const { runtime, architectures } = lambda(graph, name);
        assert.deepEqual(
          { runtime, architectures },
          { runtime: "nodejs24.x", architectures: ["arm64"] },
        );
        const build = graph.builds.find(({ functionID }) => functionID === name);
        const { esbuild: _examinedWhenBuilt, ...options } = build?.properties ?? {};
        assert.deepEqual(options, {
          format: "esm",
          minify: true,
          splitting: true,
          architecture: "arm64",
        });
        assert.equal(build?.runtime, "nodejs24.x");
      }
    },
  },
  {
    name: "no function, ours or SST's, runs on a Node older than 24",
    check(graph) {
      for (const { inputs } of resourcesOf(graph, "aws:lambda/function:Function")) {
        assert.equal(inputs["runtime"], "nodejs24.x");
      }
    },
  },
  {
    name: "memory, time and concurrency are what infra/ gives reasons for",
    check(graph) {
      const size = (name: string) => {
        const { memorySize, timeout, reservedConcurrentExecutions } = lambda(graph, name);
        return { memorySize, timeout, reservedConcurrentExecutions };
      };
      for (const name of ["Api", "SlowApi"]) {
        assert.deepEqual(size(name), {
          memorySize: 1024,
          timeout: 20,
          // A young account has 10 instances in all, and AWS reserves none of the last 100.
          reservedConcurrentExecutions: undefined,
        });
      }
      assert.deepEqual(size("ArrivalCheck"), {
        memorySize: 512,
        timeout: 30,
        reservedConcurrentExecutions: undefined,
      });
      assert.deepEqual(size("WholeFile"), {
        memorySize: 1024,
        timeout: 900,
        reservedConcurrentExecutions: undefined,
      });
      // Cognito waits 5 s for a trigger.
      assert.deepEqual(size("PreSignUp"), {
        memorySize: 1024,
        timeout: 5,
        reservedConcurrentExecutions: undefined,
      });
      // A whole file waits there for its head.
      assert.deepEqual(lambda(graph, "WholeFile")["ephemeralStorage"], { size: 4096 });
    },
  },
  {
    name: "functions log as JSON for a month, and are traced",
    check(graph) {
      for (const name of FUNCTIONS) {
        const { loggingConfig, tracingConfig } = lambda(graph, name);
        const group = only(graph, "aws:cloudwatch/logGroup:LogGroup", name);
        assert.deepEqual(loggingConfig, { logFormat: "JSON", logGroup: group["name"] });
        assert.equal(group["retentionInDays"], 30);
        assert.deepEqual(tracingConfig, { mode: "Active" });
      }
    },
  },
  {
    name: "the API may put and get under users/, list there, and nothing else",
    check(graph) {
      assert.deepEqual(permissionsOf(graph, "Api"), [
        {
          Effect: "Allow",
          Action: ["s3:PutObject", "s3:GetObject"],
          Resource: [`${storeArn(graph)}/users/*`],
        },
        listUsers(graph),
      ]);
    },
  },
  {
    name: "the slow procedures may get and delete under users/, put and tag JSON objects, list there, and nothing else",
    check(graph) {
      assert.deepEqual(permissionsOf(graph, "SlowApi"), [
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:DeleteObject"],
          Resource: [`${storeArn(graph)}/users/*`],
        },
        {
          Effect: "Allow",
          Action: ["s3:PutObject", "s3:PutObjectTagging"],
          Resource: [`${storeArn(graph)}/users/*.json`],
        },
        listUsers(graph),
      ]);
    },
  },
  {
    name: "the arrival check may read and tag under users/, and nothing else",
    check(graph) {
      assert.deepEqual(permissionsOf(graph, "ArrivalCheck"), [
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:PutObjectTagging"],
          Resource: [`${storeArn(graph)}/users/*`],
        },
      ]);
    },
  },
  {
    name: "the function of whole files may read manifests and segments, change whole files, and nothing else",
    check(graph) {
      const wholeFiles = `${storeArn(graph)}/users/*/*/*/${"?".repeat(33)}.webm`;
      assert.deepEqual(permissionsOf(graph, "WholeFile"), [
        {
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: [`${storeArn(graph)}/users/*.json`, `${storeArn(graph)}/users/*/*/*/*_*.webm`],
        },
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
          Resource: [wholeFiles],
        },
      ]);
    },
  },
  {
    name: "no role holds a wildcard action, or more than logging by a managed policy",
    check(graph) {
      for (const { name, inputs } of resourcesOf(graph, "aws:iam/role:Role")) {
        const policies = (inputs["inlinePolicies"] ?? []) as readonly { policy: string }[];
        const actions = policies
          .flatMap(({ policy }) => statementsOf(policy))
          .flatMap(({ Action }) => Action);
        assert.deepEqual(
          actions.filter((action) => action.includes("*")),
          [],
          name,
        );
        assert.deepEqual(inputs["managedPolicyArns"], [
          "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
        ]);
      }
    },
  },
  {
    name: "only Lambda may take on the functions' roles",
    check(graph) {
      for (const name of FUNCTIONS) {
        const [trust] = statementsOf(only(graph, "aws:iam/role:Role", name)["assumeRolePolicy"]);
        assert.deepEqual(trust?.Principal, { Service: "lambda.amazonaws.com" });
      }
    },
  },
  {
    name: "the functions' URLs answer this stage's CloudFront and no other caller, and no other origin's script",
    check(graph) {
      assert.equal(resourcesOf(graph, "aws:lambda/functionUrl:FunctionUrl").length, 2);
      for (const name of ["Api", "SlowApi"]) {
        const url = only(graph, "aws:lambda/functionUrl:FunctionUrl", name);
        assert.equal(url["authorizationType"], "AWS_IAM");
        assert.equal(url["cors"], undefined);
        const permissions = resourcesOf(graph, "aws:lambda/permission:Permission").filter(
          (permission) => permission.name.startsWith(name),
        );
        assert.deepEqual(permissions.map(({ inputs }) => String(inputs["action"])).toSorted(), [
          "lambda:InvokeFunction",
          "lambda:InvokeFunctionUrl",
        ]);
        for (const { inputs } of permissions) {
          assert.equal(inputs["principal"], "cloudfront.amazonaws.com");
          assert.equal(
            inputs["sourceArn"],
            "arn:aws:cloudfront::123456789012:distribution/RouterCdnDistribution",
          );
        }
      }
    },
  },
  {
    name: "the functions are linked to what packages/functions/config.ts reads, and to nothing else",
    check(graph) {
      const links = Object.fromEntries(
        graph.builds.map((build) => [build.functionID, Object.keys(build.links).toSorted()]),
      );
      assert.deepEqual(links, {
        Api: ["Auth", "Quota", "Recordings", "SessionKeys", "Site"],
        SlowApi: ["Auth", "Quota", "Recordings", "Site"],
        ArrivalCheck: ["Recordings"],
        PreSignUp: ["SignUp"],
        WholeFile: ["Recordings"],
      });
    },
  },
];
