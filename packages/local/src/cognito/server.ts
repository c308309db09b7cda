// The Cognito stand-in: listens on loopback and routes each request to its page or endpoint.
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { errors } from "oidc-provider";
import { openAccounts } from "./accounts.ts";
import { startAcme, type Acme } from "./acme.ts";
import type { SigningKeyPair } from "./aws-signature.ts";
import { openidConfiguration } from "./discovery.ts";
import { errorPage } from "./error-page.ts";
import {
  answerFederation,
  answerIdpResponse,
  FEDERATION_PATH,
  IDP_RESPONSE,
} from "./federation.ts";
import type { PreSignUpTrigger } from "./first-federated-sign-in.ts";
import { answerLogin } from "./login.ts";
import { answerLogout } from "./logout.ts";
import { pageHeaders } from "./page.ts";
import { createPeople, type People } from "./people.ts";
import { openPool, type Pool } from "./pool.ts";
import { createProvider, type IdTokenChange } from "./provider.ts";
import {
  ACME,
  CLI_CLIENT_ID,
  INVITED_AT_ACME,
  POOL_ID,
  SEEDED_USERS,
  WEB_CLIENT_ID,
  type SeededUser,
} from "./seeds.ts";
import { refusedAsForeign } from "../own-host.ts";
import { answerRevocation } from "./revocation.ts";
import { openSignInStore, type SignInStore } from "./sign-in-store.ts";
import { openSigningKey, type SignOptions, type TokenClaims } from "./signing-key.ts";
import { answerUserInfo } from "./user-info.ts";
import { answerApiCall, isApiCall, SIGN_UP_REFUSED } from "./user-pools-api.ts";

export type { SeededUser } from "./seeds.ts";

export interface CognitoOptions {
  /** 0, the default, lets the system choose; the issuer changes with it. */
  readonly port?: number;
  /** Folder of keys, subs and sign-ins, readable by its owner only. */
  readonly dir: string;
  readonly webRedirectUris: readonly string[];
  readonly webLogoutUris: readonly string[];
  /** Redirect of the integrator client; without it there is no such client. */
  readonly cliRedirectUris?: readonly string[];
  /** `ada` and `ben` by default. */
  readonly users?: readonly SeededUser[];
  /** 5 minutes by default: Cognito's shortest, and short enough that refreshing is exercised. */
  readonly accessTokenTtlSeconds?: number;
  /** Off by default, as in a pool that has not switched rotation on. */
  readonly rotateRefreshTokens?: boolean;
  /** Length of refresh tokens: by default as Cognito's, between 1,800 and 2,200. */
  readonly refreshTokenCharacters?: number;
  /** Whether people can also sign in with Acme, which then runs beside the pool; not by default. */
  readonly federatesAcme?: boolean;
  /** Asked before a person of Acme gets an account; without one each person gets theirs, as in Cognito. */
  readonly preSignUp?: PreSignUpTrigger;
  /** The key of the role with which the trigger reads accounts; by default no key may. */
  readonly triggerKey?: SigningKeyPair;
  /** Error of the pool's clock in ms when it dates an access token; default: none. */
  readonly clockAheadMs?: () => number;
}

export interface CognitoServer extends AsyncDisposable {
  /** `http://localhost:PORT`, where people sign in. */
  readonly origin: string;
  /** `iss` of every token; the keys are at `{issuer}/.well-known/jwks.json`. */
  readonly issuer: string;
  readonly webClientId: string;
  readonly cliClientId: string;
  readonly users: readonly SeededUser[];
  /** The other provider, when the pool federates with it. */
  readonly acme: Acme | undefined;
  /** Signs any claims, for tests of what must be refused. */
  signToken(claims: TokenClaims, options?: SignOptions): Promise<string>;
  /** Sends altered ID tokens from now on, or true ones again: for tests of what must be refused. */
  alterIdTokens(change?: IdTokenChange): void;
  close(): Promise<void>;
}

type Answer = (url: URL, request: IncomingMessage, response: ServerResponse) => Promise<void>;

const DEFAULT_ACCESS_TOKEN_TTL_SECONDS = 5 * 60;

export async function startCognito(options: CognitoOptions): Promise<CognitoServer> {
  const users = options.users ?? SEEDED_USERS;
  const pool = await openPool(options.dir, users);
  const accounts = await openAccounts(options.dir);
  const people = createPeople(pool.users, accounts);
  const store = await openSignInStore(options.dir);
  // The issuer contains the port, so listening comes first. No caller knows the port before this returns.
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "localhost", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://localhost:${port}`;
  const issuer = `${origin}/${POOL_ID}`;
  const acme =
    options.federatesAcme === true
      ? await startAcme({
          dir: options.dir,
          redirectUri: `${origin}${IDP_RESPONSE}`,
          formTargets: options.webRedirectUris.map((uri) => new URL(uri).origin),
        })
      : undefined;
  if (acme !== undefined) {
    // Has no password: the person signs in at Acme alone.
    const sub = randomUUID();
    await accounts.add({ sub, username: sub, email: INVITED_AT_ACME, groups: [] });
  }
  const unaltered: IdTokenChange = (claims) => claims;
  let alterIdToken = unaltered;
  const answer = createAnswer({
    origin,
    issuer,
    pool,
    people,
    store,
    acme,
    options,
    alterIdToken: (claims) => alterIdToken(claims),
  });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const url = URL.parse(request.url ?? "/", origin);
    if (url === null) {
      response.writeHead(400).end("Not a URL\n");
      return;
    }
    answer(url, request, response).catch((thrown: unknown) => answerFailure(thrown, response));
  });

  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await store.flush();
    await acme?.[Symbol.asyncDispose]();
  };
  const key = openSigningKey(pool.accessTokenJwk);
  return {
    origin,
    issuer,
    webClientId: WEB_CLIENT_ID,
    cliClientId: CLI_CLIENT_ID,
    users,
    acme,
    signToken: async (claims, signOptions) => key.sign(claims, signOptions),
    alterIdTokens: (change = unaltered) => {
      alterIdToken = change;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Parts {
  readonly origin: string;
  readonly issuer: string;
  readonly pool: Pool;
  readonly people: People;
  readonly store: SignInStore;
  readonly acme: Acme | undefined;
  readonly options: CognitoOptions;
  readonly alterIdToken: IdTokenChange;
}

function createAnswer(parts: Parts): Answer {
  const { origin, issuer, pool, people, store, acme, options, alterIdToken } = parts;
  const cliRedirectUris = options.cliRedirectUris ?? [];
  const provider = createProvider({
    issuer,
    pool,
    people,
    store,
    clients: [
      { id: WEB_CLIENT_ID, redirectUris: options.webRedirectUris },
      { id: CLI_CLIENT_ID, redirectUris: cliRedirectUris },
    ].filter(({ redirectUris }) => redirectUris.length > 0),
    accessTokenTtlSeconds: options.accessTokenTtlSeconds ?? DEFAULT_ACCESS_TOKEN_TTL_SECONDS,
    rotateRefreshTokens: options.rotateRefreshTokens ?? false,
    refreshTokenCharacters: options.refreshTokenCharacters,
    clockAheadMs: options.clockAheadMs ?? (() => 0),
    alterIdToken,
  });
  const key = openSigningKey(pool.accessTokenJwk);
  const { preSignUp, triggerKey } = options;
  const login = { provider, people, ...(acme ? { otherProvider: ACME } : {}) };
  const api = { people, clientIds: [WEB_CLIENT_ID, CLI_CLIENT_ID], triggerKey };
  const logoutUris = new Map([[WEB_CLIENT_ID, options.webLogoutUris]]);
  const answerOAuth = provider.callback();

  return async (url, request, response) => {
    // Another site whose name resolves to 127.0.0.1 must not reach the fixed passwords.
    if (refusedAsForeign(request, response, "localhost")) return;
    if (acme && url.pathname === IDP_RESPONSE) {
      answerIdpResponse(url, response);
    } else if (acme && FEDERATION_PATH.test(url.pathname)) {
      const federation = { provider, acme, origin, people, preSignUp };
      await answerFederation(federation, url, request, response);
    } else if (isApiCall(request)) {
      await answerApiCall(api, request, response);
    } else if (url.pathname === "/signup") {
      response.writeHead(400, pageHeaders()).end(errorPage(SIGN_UP_REFUSED).markup);
    } else if (url.pathname.startsWith("/login/")) {
      await answerLogin(login, url, request, response);
    } else if (url.pathname === "/logout") {
      await answerLogout({ provider, logoutUris }, url, request, response);
    } else if (url.pathname === "/oauth2/revoke" && request.method === "POST") {
      await answerRevocation(provider, request, response);
    } else if (url.pathname === "/oauth2/userInfo") {
      await answerUserInfo({ provider, key, people }, request, response);
    } else if (url.pathname === `/${POOL_ID}/.well-known/openid-configuration`) {
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify(openidConfiguration(origin, issuer)));
    } else {
      await answerOAuth(request, response);
    }
  };
}

function answerFailure(thrown: unknown, response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
  } else if (thrown instanceof errors.SessionNotFound) {
    const reason = "The sign-in has expired or was started in another browser";
    response.writeHead(400, pageHeaders()).end(errorPage(reason).markup);
  } else {
    process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
    response.writeHead(500, pageHeaders()).end(errorPage("The stand-in itself failed").markup);
  }
}
