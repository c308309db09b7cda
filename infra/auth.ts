// Sign-in: the user pool, its managed login pages, and the one client that the site uses.
import { domainPrefix } from "./domain-prefix.ts";
import { PASSWORD_POLICY } from "./imitated/accounts.ts";
import { allowToReadAccounts, preSignUp } from "./sign-up.ts";
import { settings, USER_TYPES } from "./stage.ts";
import { siteOrigin } from "./web.ts";

const loginDomain = aws
  .getCallerIdentityOutput()
  .accountId.apply((id) => domainPrefix($app.name, $app.stage, id));

export const pool = new sst.aws.CognitoUserPool("Users", {
  usernames: ["email"],
  mfa: "optional",
  softwareToken: true,
  domain: { prefix: loginDomain },
  // `allowAdminCreateUserOnly` below refuses sign-up by password; a first federated sign-in still makes an account.
  triggers: { preSignUp: preSignUp.arn },
  transform: {
    userPool: (args) => {
      // The tier with managed login.
      args.userPoolTier = "ESSENTIALS";
      args.deletionProtection = settings.isPermanent ? "ACTIVE" : "INACTIVE";
      // By SST's default, any visitor who knows the client's id can sign up, and the id is in a public URL.
      args.adminCreateUserConfig = { allowAdminCreateUserOnly: !settings.isOpenToSignUp };
      args.passwordPolicy = PASSWORD_POLICY;
      args.accountRecoverySetting = {
        recoveryMechanisms: [{ name: "verified_email", priority: 1 }],
      };
    },
    domain: (args) => {
      // 2 is managed login, 1 the old hosted UI.
      args.managedLoginVersion = 2;
    },
  },
});

allowToReadAccounts(pool.arn);

export const hostedUiOrigin = $interpolate`https://${loginDomain}.auth.${aws.getRegionOutput().region}.amazoncognito.com`;

/** What an access token may do: the web client asks for both. */
const scopes = new aws.cognito.ResourceServer("Scopes", {
  userPoolId: pool.id,
  identifier: "tapedeck",
  name: "Tapedeck",
  scopes: [
    { scopeName: "record", scopeDescription: "Store recordings" },
    { scopeName: "read", scopeDescription: "List and play recordings" },
  ],
});

for (const name of USER_TYPES) {
  new aws.cognito.UserGroup(`Group${name}`, { userPoolId: pool.id, name });
}

/** Providers of the pool besides itself; their names become part of object keys. */
const federatedProviders = settings.hasGoogleSignIn ? ["Google"] : [];

const providers = federatedProviders.map((name) =>
  pool.addIdentityProvider(name, {
    type: "google",
    details: {
      authorize_scopes: "openid email profile",
      client_id: new sst.Secret("GoogleClientId").value,
      client_secret: new sst.Secret("GoogleClientSecret").value,
    },
    // Without a mapping Cognito takes no address of a provider for verified, and the trigger lets no person in.
    attributes: { email: "email", email_verified: "email_verified", name: "name", username: "sub" },
  }),
);

export const webClient = pool.addClient("WebClient", {
  providers: ["COGNITO", ...providers.map((provider) => provider.providerName)],
  callbackUrls: [$interpolate`${siteOrigin}/auth/callback`],
  transform: {
    client: (args) => {
      args.logoutUrls = [$interpolate`${siteOrigin}/`];
      // SST's defaults are the implicit flow, every scope and tokens of an hour.
      args.allowedOauthFlows = ["code"];
      args.allowedOauthScopes = [
        "openid",
        "email",
        "profile",
        ...["record", "read"].map((scope) => $interpolate`${scopes.identifier}/${scope}`),
      ];
      // A public client: each sign-in proves itself with PKCE (functions/authcallback/session/routes.ts).
      args.generateSecret = false;
      // One flow has to be named. Without any, Cognito's defaults hold, and with them REFRESH_TOKEN_AUTH,
      // which excludes rotation. AWS documents that the flows also decide what the login pages offer: custom
      // authentication alone may leave them no password to ask for, so it is not this one. Cognito's own API
      // then signs in by password too, but its tokens lack our scopes, so our API refuses them.
      // https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-managedlogin.html
      args.explicitAuthFlows = ["ALLOW_USER_AUTH"];
      args.preventUserExistenceErrors = "ENABLED";
      args.enableTokenRevocation = true;
      // A stolen refresh token works until either side uses it once more.
      args.refreshTokenRotation = { feature: "ENABLED", retryGracePeriodSeconds: 60 };
      // Minutes in memory for scripts; a month in the cookie.
      args.tokenValidityUnits = {
        accessToken: "minutes",
        idToken: "minutes",
        refreshToken: "days",
      };
      args.accessTokenValidity = 5;
      args.idTokenValidity = 5;
      args.refreshTokenValidity = 30;
    },
  },
});

// Managed login shows an error page to a client without a style.
new aws.cognito.ManagedLoginBranding("LoginPages", {
  userPoolId: pool.id,
  clientId: webClient.id,
  useCognitoProvidedValues: true,
});

/** Read by functions/config.ts. */
export const auth = new sst.Linkable("Auth", {
  properties: {
    issuer: $interpolate`https://cognito-idp.${aws.getRegionOutput().region}.amazonaws.com/${pool.id}`,
    hostedUiOrigin,
    webClientId: webClient.id,
    clientIds: [webClient.id],
    userTypes: USER_TYPES,
    federatedProviders,
  },
});
