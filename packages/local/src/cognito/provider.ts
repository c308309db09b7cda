// Configures oidc-provider, a certified OpenID Connect server, to behave as a Cognito user pool.
// The pages around it (login, logout, userInfo) are beside this file.
import {
  errors,
  interactionPolicy,
  Provider,
  type ClientMetadata,
  type Configuration,
  type KoaContextWithOIDC,
} from "oidc-provider";
import { SCOPES } from "@tapedeck/functions/authcallback/scopes";
import { accessTokenClaims, CLAIMS_BY_SCOPE, idTokenClaims, type SignInFacts } from "./claims.ts";
import { asCognitoAnswers } from "./cognito-answers.ts";
import { errorPage } from "./error-page.ts";
import { pageHeaders } from "./page.ts";
import type { Pool } from "./pool.ts";
import { makeRefreshToken } from "./refresh-token.ts";
import { withRetryGrace } from "./retry-grace.ts";
import { POOL_ID } from "./seeds.ts";
import type { SignInStore } from "./sign-in-store.ts";
import { openSigningKey, type TokenClaims } from "./signing-key.ts";

export interface PoolClient {
  readonly id: string;
  readonly redirectUris: readonly string[];
}

export type IdTokenChange = (claims: TokenClaims) => TokenClaims | undefined;

export interface ProviderOptions {
  readonly issuer: string;
  readonly pool: Pool;
  readonly store: SignInStore;
  readonly clients: readonly PoolClient[];
  readonly accessTokenTtlSeconds: number;
  readonly rotateRefreshTokens: boolean;
  readonly refreshTokenCharacters: number | undefined;
  readonly clockAheadMs: () => number;
  /** The claims of the ID token that is sent, given those that are true; without any, none is sent. */
  readonly alterIdToken: IdTokenChange;
}

/** Cognito's defaults, in seconds. */
const CODE_TTL = 5 * 60;
const REFRESH_TOKEN_TTL = 30 * 24 * 60 * 60;
const SESSION_TTL = 60 * 60;
/** As long as a person may look for their password; see functions' session-cookies.ts. */
const LOGIN_PAGE_TTL = 10 * 60;

/** The API, to oidc-provider, which makes JWT access tokens only for a named resource. */
const API = "urn:tapedeck:api";

export function createProvider(options: ProviderOptions): Provider {
  const provider = new Provider(options.issuer, configuration(options));
  provider.use(asCognitoAnswers(options.rotateRefreshTokens, alterIdTokenBy(options)));
  // oidc-provider finds a refresh token by this, whatever it looks like.
  Object.assign(provider.RefreshToken.prototype, {
    generateTokenId: () => makeRefreshToken(options.refreshTokenCharacters),
  });
  // Otherwise a bug here would be one "500" on somebody's screen and nothing anywhere else.
  provider.on("server_error", (_ctx: unknown, error: Error) => process.emitWarning(error));
  return provider;
}

/** oidc-provider dates ID tokens by the machine's clock, so a wrong clock means another signature. */
function alterIdTokenBy({ pool, clockAheadMs, alterIdToken }: ProviderOptions) {
  const key = openSigningKey(pool.idTokenJwk);
  return (idToken: string): string | undefined => {
    const claims = key.verify(idToken);
    if (claims === undefined) throw new Error("the ID token is not of this pool");
    dateByClock(claims, clockAheadMs());
    const altered = alterIdToken(claims);
    return altered === undefined ? undefined : key.sign(altered);
  };
}

function configuration(options: ProviderOptions): Configuration {
  const { pool, store } = options;
  const userBySub = (sub: string | undefined) => pool.users.find((user) => user.sub === sub);
  const cookie = { httpOnly: true, sameSite: "lax", signed: true } as const;
  return {
    adapter: (model) =>
      model === "RefreshToken" ? withRetryGrace(store.adapterFor(model)) : store.adapterFor(model),
    // ID tokens take the first; access tokens name theirs below.
    jwks: { keys: [pool.idTokenJwk, pool.accessTokenJwk] },
    cookies: {
      keys: [pool.cookieKey],
      // Cookies ignore ports: plain names would meet those of whatever else runs on localhost.
      names: {
        session: "tapedeck-cognito-session",
        interaction: "tapedeck-cognito-login",
        resume: "tapedeck-cognito-resume",
      },
      long: cookie,
      short: cookie,
    },
    clients: options.clients.map(clientMetadata),
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => new URL(uri).origin === origin),
    pkce: { required: () => true },
    responseTypes: ["code"],
    scopes: [...SCOPES],
    extraParams: { scope: refuseOtherScopes },
    claims: CLAIMS_BY_SCOPE,
    routes: {
      authorization: "/oauth2/authorize",
      token: "/oauth2/token",
      jwks: `/${POOL_ID}/.well-known/jwks.json`,
    },
    ttl: {
      AccessToken: options.accessTokenTtlSeconds,
      AuthorizationCode: CODE_TTL,
      // Outlives the refresh token, which is made up to CODE_TTL after it. Being made once, at the
      // sign-in, it also ends what rotation would prolong for ever.
      Grant: REFRESH_TOKEN_TTL + CODE_TTL,
      IdToken: options.accessTokenTtlSeconds,
      Interaction: LOGIN_PAGE_TTL,
      RefreshToken: REFRESH_TOKEN_TTL,
      Session: SESSION_TTL,
    },
    rotateRefreshToken: options.rotateRefreshTokens,
    // Cognito gives one with every code and keeps it when the browser's session ends. By default
    // oidc-provider would do both only for the scope offline_access, which Cognito does not have.
    issueRefreshToken: async () => true,
    expiresWithSession: async () => false,
    interactions: { url: (_ctx, { uid }) => `/login/${uid}`, policy: loginOnly() },
    loadExistingGrant: freshGrant,
    findAccount: (ctx, sub) => {
      const user = userBySub(sub);
      if (user === undefined) return undefined;
      return { accountId: sub, claims: () => ({ ...idTokenClaims(user, factsOf(ctx)), sub }) };
    },
    extraTokenClaims: (ctx, token) => {
      const user = "accountId" in token ? userBySub(token.accountId) : undefined;
      return user === undefined ? undefined : accessTokenClaims(user, factsOf(ctx));
    },
    formats: {
      customizers: {
        jwt: (_ctx, _token, jwt) => {
          // Cognito's have neither `typ` nor `aud`. oidc-provider insists on an audience but only
          // reads it, and JSON leaves out what is not enumerable.
          jwt.header = { ...jwt.header, typ: undefined };
          Object.defineProperty(jwt.payload, "aud", { enumerable: false });
          dateByClock(jwt.payload, options.clockAheadMs());
        },
      },
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => API,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: SCOPES.join(" "),
          audience: API,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "RS256", kid: pool.accessTokenJwk.kid } },
          accessTokenTTL: options.accessTokenTtlSeconds,
        }),
      },
      // Cognito's own forms of these are in revocation.ts, logout.ts and user-info.ts.
      revocation: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    renderError: (ctx, { error, error_description }) => {
      ctx.set(pageHeaders());
      ctx.type = "html";
      ctx.body = errorPage(error_description ?? error).markup;
    },
  };
}

/** Moves the instants that tell whether a token is good now; for how long stays the same. */
function dateByClock(payload: Record<string, unknown>, aheadMs: number): void {
  for (const name of ["iat", "exp", "auth_time"]) {
    const seconds = payload[name];
    if (typeof seconds === "number") payload[name] = seconds + Math.round(aheadMs / 1000);
  }
}

function clientMetadata({ id, redirectUris }: PoolClient): ClientMetadata {
  return {
    client_id: id,
    // Public, so PKCE is what binds a code to its asker. Not `native`: that always asks consent.
    token_endpoint_auth_method: "none",
    application_type: "web",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    redirect_uris: [...redirectUris],
    id_token_signed_response_alg: "RS256",
  };
}

/**
 * Cognito asks who you are and never whether you consent. `prompt=login` makes it ask although a session
 * is open, `prompt=none` makes it answer `login_required` where it would have to ask; these two are
 * oidc-provider's own. The other values do nothing to people of the pool itself.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
function loginOnly(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.remove("consent");
  for (const name of ["consent", "select_account"]) {
    const withoutEffect = new interactionPolicy.Prompt({ name, requestable: true });
    withoutEffect.checks.clear();
    policy.add(withoutEffect);
  }
  return policy;
}

/**
 * One grant per sign-in rather than one per browser session, because revoking, or replaying a code,
 * ends a whole grant: another sign-in of the same person must not go down with it.
 */
async function freshGrant(ctx: KoaContextWithOIDC) {
  const { account, client, provider } = ctx.oidc;
  if (account === undefined || client === undefined) return undefined;
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope([...SCOPES]);
  grant.addResourceScope(API, [...SCOPES]);
  await grant.save();
  return grant;
}

function factsOf(ctx: KoaContextWithOIDC): SignInFacts {
  const { AuthorizationCode, RefreshToken } = ctx.oidc.entities;
  const source = AuthorizationCode ?? RefreshToken;
  return { authTimeSeconds: source?.authTime, originJti: source?.grantId };
}

/** oidc-provider goes on without a scope that it does not know; Cognito ends the sign-in. */
function refuseOtherScopes(_ctx: KoaContextWithOIDC, scope = ""): void {
  const allowed: readonly string[] = SCOPES;
  const other = scope.split(" ").find((name) => name !== "" && !allowed.includes(name));
  if (other !== undefined) throw new errors.InvalidScope("invalid_scope", other);
}
