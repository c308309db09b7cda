// What AWS would answer while the program runs: names, ids and policy documents, no behaviour.
import { policyJson } from "./policy.ts";

const ACCOUNT_ID = "123456789012";
const REGION = "us-east-1";

type Values = Readonly<Record<string, unknown>>;

/** Properties that AWS fills in when a resource is made. */
export function stateOf(type: string, name: string, inputs: Values): Values {
  const given = (key: string) => (typeof inputs[key] === "string" ? inputs[key] : name);
  switch (type) {
    case "aws:s3/bucket:Bucket": {
      const bucket = given("bucket").toLowerCase();
      return {
        bucket,
        arn: `arn:aws:s3:::${bucket}`,
        bucketRegionalDomainName: `${bucket}.s3.${REGION}.amazonaws.com`,
      };
    }
    case "aws:lambda/functionUrl:FunctionUrl":
      return { functionUrl: `https://${name.toLowerCase()}.lambda-url.${REGION}.on.aws/` };
    case "aws:cloudfront/distribution:Distribution":
      return {
        arn: `arn:aws:cloudfront::${ACCOUNT_ID}:distribution/${name}`,
        domainName: "d111111abcdef8.cloudfront.net",
      };
    case "aws:acm/certificate:Certificate":
      return {
        arn: `arn:aws:acm:${REGION}:${ACCOUNT_ID}:certificate/${name}`,
        domainValidationOptions: [],
      };
    case "random:index/randomBytes:RandomBytes":
      return { base64: Buffer.alloc(32, 1).toString("base64") };
    default:
      return {
        arn: `arn:aws:mock:${REGION}:${ACCOUNT_ID}:${name}`,
        qualifiedArn: `arn:aws:mock:${REGION}:${ACCOUNT_ID}:${name}:1`,
        name: given("name"),
      };
  }
}

/** Data sources. @throws {Error} for one that nobody has written an answer for */
export function answerCall(token: string, inputs: Values): Values {
  switch (token) {
    case "aws:index/getRegion:getRegion":
      return { id: REGION, region: REGION, name: REGION };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: ACCOUNT_ID };
    case "aws:index/getPartition:getPartition":
      return { partition: "aws", id: "aws" };
    case "aws:iam/getPolicyDocument:getPolicyDocument":
      return { ...inputs, json: policyJson(inputs) };
    default:
      throw new Error(`no answer for ${token}`);
  }
}
