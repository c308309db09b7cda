// The pre-sign-up trigger as `sst deploy` builds it, under AWS's own runtime client, on the embedded user pool.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { REFUSAL_SENTENCES } from "@tapedeck/core/sign-up-refusals";
import { startCognito } from "@tapedeck/local/cognito/server";
import { synthesize } from "../../fixtures/synthesis/synthesize.ts";
import { buildFunction } from "../../fixtures/lambda/build-function.ts";
import { startLambda } from "../../fixtures/lambda/lambda.ts";
import { installLambdaTools } from "../../fixtures/lambda/tools.ts";

const KEY = { accessKeyId: "ASIATRIGGER", secretAccessKey: "secret", sessionToken: "token" };

const eventOf = (email: string) => ({
  triggerSource: "PreSignUp_ExternalProvider",
  userPoolId: "us-east-1_Tapedeck",
  request: { userAttributes: { email, email_verified: "true" } },
});

it("the built trigger starts with its settings alone, and lets in a person whom the pool knows", async () => {
  await using cleanup = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-ric-"));
  cleanup.defer(() => rm(dir, { recursive: true, force: true }));
  const tools = await installLambdaTools();
  const { builds } = await synthesize({ stage: "alex" });
  const build = builds.find(({ functionID }) => functionID === "PreSignUp");
  if (build === undefined) throw new Error("the program builds no function PreSignUp");
  const pool = cleanup.use(
    await startCognito({
      dir: join(dir, "cognito"),
      webRedirectUris: ["http://localhost/auth/callback"],
      webLogoutUris: ["http://localhost/"],
      triggerKey: KEY,
    }),
  );

  const links = { ...build.links, App: { name: "tapedeck", stage: "alex" } };
  const built = await buildFunction(build, { links, key: randomBytes(32) }, join(dir, "task"));
  const lambda = cleanup.use(
    await startLambda(tools, built, {
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: pool.origin,
      AWS_ACCESS_KEY_ID: KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
      AWS_SESSION_TOKEN: KEY.sessionToken,
    }),
  );

  expect(await lambda.invoke(eventOf("Ada@tapedeck.example"))).toMatchObject({
    kind: "response",
    payload: { ...eventOf("Ada@tapedeck.example"), response: { autoConfirmUser: false } },
  });
  expect(await lambda.invoke(eventOf("mallory@evil.example"))).toMatchObject({
    kind: "error",
    error: { errorMessage: REFUSAL_SENTENCES.NOT_INVITED },
  });
});
