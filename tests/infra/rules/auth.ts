// The user pool, its login pages and its client.
import assert from "node:assert/strict";
import { SCOPES } from "@tapedeck/functions/authcallback/scopes";
import type { Graph } from "../../fixtures/synthesis/graph.ts";
import { only, resourcesOf, type Rule } from "../rule.ts";

const pool = (graph: Graph) => only(graph, "aws:cognito/userPool:UserPool");
const client = (graph: Graph) => only(graph, "aws:cognito/userPoolClient:UserPoolClient");
const siteOrigin = (graph: Graph) =>
  String(graph.builds.find(({ functionID }) => functionID === "Api")?.links["Site"]?.["origin"]);

export const authRules: readonly Rule[] = [
  {
    name: "people sign in with an email address, of any case, that they have proved",
    check(graph) {
      const { usernameAttributes, usernameConfiguration, autoVerifiedAttributes } = pool(graph);
      assert.deepEqual(
        { usernameAttributes, usernameConfiguration, autoVerifiedAttributes },
        {
          usernameAttributes: ["email"],
          usernameConfiguration: { caseSensitive: false },
          autoVerifiedAttributes: ["email"],
        },
      );
    },
  },
  {
    name: "a person can use an app as a second factor",
    check(graph) {
      const { mfaConfiguration, softwareTokenMfaConfiguration } = pool(graph);
      assert.equal(mfaConfiguration, "OPTIONAL");
      assert.deepEqual(softwareTokenMfaConfiguration, { enabled: true });
    },
  },
  {
    name: "passwords have 12 characters or more, and a forgotten one is replaced by email",
    check(graph) {
      const { passwordPolicy, accountRecoverySetting } = pool(graph);
      assert.deepEqual(passwordPolicy, { minimumLength: 12, temporaryPasswordValidityDays: 3 });
      assert.deepEqual(accountRecoverySetting, {
        recoveryMechanisms: [{ name: "verified_email", priority: 1 }],
      });
    },
  },
  {
    name: "the users of a permanent stage cannot be deleted with it",
    check(graph, { isPermanent }) {
      assert.equal(pool(graph)["deletionProtection"], isPermanent ? "ACTIVE" : "INACTIVE");
    },
  },
  {
    name: "people sign in on managed login's pages, with a style for the client",
    check(graph, { name }) {
      const domain = only(graph, "aws:cognito/userPoolDomain:UserPoolDomain");
      assert.equal(domain["managedLoginVersion"], 2);
      assert.match(String(domain["domain"]), new RegExp(`^tapedeck-${name}-[0-9a-f]{8}$`));
      assert.equal(pool(graph)["userPoolTier"], "ESSENTIALS");
      assert.deepEqual(only(graph, "aws:cognito/managedLoginBranding:ManagedLoginBranding"), {
        userPoolId: "UsersUserPool-id",
        clientId: "WebClientClient-id",
        useCognitoProvidedValues: true,
      });
    },
  },
  {
    name: "the web client takes codes only, as a public client that proves itself with PKCE",
    check(graph) {
      const {
        allowedOauthFlows,
        allowedOauthFlowsUserPoolClient,
        generateSecret,
        explicitAuthFlows,
      } = client(graph);
      assert.deepEqual(
        { allowedOauthFlows, allowedOauthFlowsUserPoolClient, generateSecret, explicitAuthFlows },
        {
          allowedOauthFlows: ["code"],
          allowedOauthFlowsUserPoolClient: true,
          generateSecret: false,
          explicitAuthFlows: ["ALLOW_USER_AUTH"],
        },
      );
    },
  },
  {
    name: "the web client comes back to the site's two addresses and no other",
    check(graph) {
      const { callbackUrls, logoutUrls } = client(graph);
      assert.deepEqual(callbackUrls, [`${siteOrigin(graph)}/auth/callback`]);
      assert.deepEqual(logoutUrls, [`${siteOrigin(graph)}/`]);
    },
  },
  {
    name: "tokens last minutes, sessions a month, and both can be ended",
    check(graph) {
      const inputs = client(graph);
      assert.deepEqual(inputs["tokenValidityUnits"], {
        accessToken: "minutes",
        idToken: "minutes",
        refreshToken: "days",
      });
      assert.deepEqual(
        [inputs["accessTokenValidity"], inputs["idTokenValidity"], inputs["refreshTokenValidity"]],
        [5, 5, 30],
      );
      assert.equal(inputs["enableTokenRevocation"], true);
      assert.deepEqual(inputs["refreshTokenRotation"], {
        feature: "ENABLED",
        retryGracePeriodSeconds: 60,
      });
    },
  },
  {
    name: "a failed sign-in does not tell who has an account",
    check(graph) {
      assert.equal(client(graph)["preventUserExistenceErrors"], "ENABLED");
    },
  },
  {
    name: "tokens carry the scopes that the API uses, and no right to change the account",
    check(graph) {
      const { allowedOauthScopes } = client(graph);
      assert.deepEqual(allowedOauthScopes, [
        "openid",
        "email",
        "profile",
        "tapedeck/record",
        "tapedeck/read",
      ]);
      // Cognito refuses a sign-in for a scope that the client lacks.
      assert.deepEqual(allowedOauthScopes, SCOPES);
    },
  },
  {
    name: "every user type has its group",
    check(graph) {
      const groups = resourcesOf(graph, "aws:cognito/userGroup:UserGroup").map(({ inputs }) =>
        String(inputs["name"]),
      );
      const auth = graph.builds.find(({ functionID }) => functionID === "Api")?.links["Auth"];
      assert.deepEqual(groups.toSorted(), ["guests", "hosts"]);
      assert.deepEqual(auth?.["userTypes"], ["hosts", "guests"]);
    },
  },
];
