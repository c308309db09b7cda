// The options of infra/stage.ts that the two stages of the other tests do not use.
import { beforeAll, describe, expect, it } from "vitest";
import type { Graph } from "../fixtures/synthesis/graph.ts";
import { only, resourcesOf, valuesAt } from "./rule.ts";
import { synthesize } from "../fixtures/synthesis/synthesize.ts";

describe("a stage with a domain, Google, open sign-up, an address for alarms, a budget, and instances of its own", () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await synthesize({
      stage: "production",
      mutation: {
        file: "infra/stage.ts",
        from: "undoDays: 30,",
        to: `undoDays: 30, isOpenToSignUp: true, allowedEmailDomains: ["example.com"],
          hasGoogleSignIn: true, monthlyBudgetUsd: 400,
          domain: "tapes.example.com", apiConcurrency: 400, slowConcurrency: 20,
          alarmEmail: "ops@example.com",`,
      },
    });
  });
  const linkOf = (name: string) =>
    graph.builds.find(({ functionID }) => functionID === "Api")?.links[name];

  it("answers at its domain, with a certificate and DNS names for it", () => {
    const distribution = only(graph, "aws:cloudfront/distribution:Distribution");
    expect(distribution["aliases"]).toEqual(["tapes.example.com"]);
    expect(distribution["viewerCertificate"]).toMatchObject({
      acmCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/RouterCdnSslCertificate",
      minimumProtocolVersion: "TLSv1.2_2021",
    });
    const records = resourcesOf(graph, "aws:route53/record:Record").map(({ inputs }) =>
      [inputs["type"], inputs["name"]].join(" "),
    );
    expect(records.toSorted()).toEqual(["A tapes.example.com", "AAAA tapes.example.com"]);
  });

  it("uses that origin wherever an origin counts", () => {
    const origin = "https://tapes.example.com";
    expect(linkOf("Site")).toMatchObject({ origin, allowedOrigins: [origin] });
    expect(
      valuesAt(
        resourcesOf(graph, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"),
        "inputs",
        "corsRules",
        "allowedOrigins",
      ),
    ).toEqual([origin]);
    expect(only(graph, "aws:cognito/userPoolClient:UserPoolClient")["callbackUrls"]).toEqual([
      `${origin}/auth/callback`,
    ]);
  });

  it("lets people sign in with Google, by the secrets of the stage", () => {
    const provider = only(graph, "aws:cognito/identityProvider:IdentityProvider");
    expect(provider["providerType"]).toBe("Google");
    expect(provider["providerDetails"]).toEqual({
      authorize_scopes: "openid email profile",
      client_id: "google-client",
      client_secret: "google-secret",
    });
    // Cognito takes no address for verified that the provider does not vouch for.
    expect(provider["attributeMapping"]).toMatchObject({ email_verified: "email_verified" });
    expect(linkOf("Auth")?.["federatedProviders"]).toEqual([provider["providerName"]]);
    const client = only(graph, "aws:cognito/userPoolClient:UserPoolClient");
    expect(client["supportedIdentityProviders"]).toEqual(["COGNITO", provider["providerName"]]);
  });

  it("lets people of its domain make accounts", () => {
    expect(only(graph, "aws:cognito/userPool:UserPool")["adminCreateUserConfig"]).toEqual({
      allowAdminCreateUserOnly: false,
    });
    const trigger = graph.builds.find(({ functionID }) => functionID === "PreSignUp");
    expect(trigger?.links["SignUp"]).toMatchObject({
      isOpenToSignUp: true,
      allowedEmailDomains: ["example.com"],
    });
  });

  it("reserves that many instances for the API, and a few for the slow procedures", () => {
    const reserved = ["Api", "SlowApi"].map(
      (name) => only(graph, "aws:lambda/function:Function", name)["reservedConcurrentExecutions"],
    );
    expect(reserved).toEqual([400, 20]);
  });

  it("rings when the account costs more than that in a month", () => {
    expect(only(graph, "aws:budgets/budget:Budget")["limitAmount"]).toBe("400");
  });

  it("writes to the address when an alarm rings", () => {
    expect(only(graph, "aws:sns/topicSubscription:TopicSubscription")).toMatchObject({
      protocol: "email",
      endpoint: "ops@example.com",
    });
  });
});
