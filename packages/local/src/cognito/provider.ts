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
import type { People } from "./people.ts";
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
  readonly people: Pick<People, "bySub">;
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
/** The time in which a person may find their password; see functions' session-cookies.ts. */
const LOGIN_PAGE_TTL = 10 * 60;

/** The name of the API for oidc-provider, which makes JWT access tokens only for a named resource. */
const API = "urn:tapedeck:api";

export function createProvider(options: ProviderOptions): Provider {
  const provider = new Provider(options.issuer, configuration(options));
  provider.use(asCognitoAnswers(options.rotateRefreshTokens, alterIdTokenBy(options)));
  // oidc-provider finds a refresh token by this value, so it may have any form.
  Object.assign(provider.RefreshToken.prototype, {
    generateTokenId: () => makeRefreshToken(options.refreshTokenCharacters),
  });
  // Otherwise a bug here would show as a "500" in the browser and leave no line in the log.
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
  const { pool, people, store } = options;
  const cookie = { httpOnly: true, sameSite: "lax", signed: true } as const;
  return {
    adapter: (model) =>
      model === "RefreshToken" ? withRetryGrace(store.adapterFor(model)) : store.adapterFor(model),
    // ID tokens take the first; access tokens name theirs below.
    jwks: { keys: [pool.idTokenJwk, pool.accessTokenJwk] },
    cookies: {
      keys: [pool.cookieKey],
      // Cookies ignore ports: short names could collide with those of other programs on localhost.
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
      // The grant outlives the refresh token, which is made up to CODE_TTL later. It is made once, at the
      // sign-in, so it also ends a chain of rotated tokens.
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
    findAccount: async (ctx, sub) => {
      const user = await people.bySub(sub);
      if (user === undefined) return undefined;
      return { accountId: sub, claims: () => ({ ...idTokenClaims(user, factsOf(ctx)), sub }) };
    },
    extraTokenClaims: async (ctx, token) => {
      const user = "accountId" in token ? await people.bySub(token.accountId) : undefined;
      return user === undefined ? undefined : accessTokenClaims(user, factsOf(ctx));
    },
    formats: {
      customizers: {
        jwt: (_ctx, _token, jwt) => {
          // Cognito's have neither `typ` nor `aud`. oidc-provider insists on an audience but only
          // reads it, and JSON leaves out a property that is not enumerable.
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

/** Moves the times between which a token is valid; its lifetime stays the same. */
function dateByClock(payload: Record<string, unknown>, aheadMs: number): void {
  for (const name of ["iat", "exp", "auth_time"]) {
    const seconds = payload[name];
    if (typeof seconds === "number") payload[name] = seconds + Math.round(aheadMs / 1000);
  }
}

function clientMetadata({ id, redirectUris }: PoolClient): ClientMetadata {
  return {
    client_id: id,
    // A public client, so PKCE binds a code to its browser. Not `native`, which always asks for consent.
    token_endpoint_auth_method: "none",
    application_type: "web",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    redirect_uris: [...redirectUris],
    id_token_signed_response_alg: "RS256",
  };
}

/**
 * Cognito asks for a login and never for consent. `prompt=login` makes it ask although a session is open;
 * `prompt=none` makes it answer `login_required` when it would have to ask. oidc-provider does the same with
 * these two. Other values have no effect on people of the pool itself.
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
 * One grant for each sign-in, not for each browser session: a revocation, or a replayed code, ends a whole
 * grant, and must not end another sign-in of the same person.
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

/** oidc-provider ignores a scope that it does not know; Cognito ends the sign-in. */
function refuseOtherScopes(_ctx: KoaContextWithOIDC, scope = ""): void {
  const allowed: readonly string[] = SCOPES;
  const other = scope.split(" ").find((name) => name !== "" && !allowed.includes(name));
  if (other !== undefined) throw new errors.InvalidScope("invalid_scope", other);
}
