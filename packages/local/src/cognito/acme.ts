// "Acme": the sign-in service of a company, with which the pool federates. It is another server with its own
// session, so Cognito's logout does not end that session, as with any real provider.
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { interactionPolicy, Provider, type KoaContextWithOIDC } from "oidc-provider";
import { openAccounts } from "./accounts.ts";
import { refusedAsForeign } from "../own-host.ts";
import { errorPage } from "./error-page.ts";
import { answerLogin } from "./login.ts";
import { pageHeaders } from "./page.ts";
import { createPeople } from "./people.ts";
import { openPool, type SeededPoolUser } from "./pool.ts";
import { ACME_USERS, type AcmeUser } from "./seeds.ts";
import { openSignInStore } from "./sign-in-store.ts";

export interface Acme extends AsyncDisposable {
  readonly origin: string;
  /** The people who can sign in here. */
  readonly users: readonly SeededPoolUser[];
  /** The pool's client here: a confidential one, as Cognito is at its providers. */
  readonly client: { readonly id: string; readonly secret: string };
}

export interface AcmeOptions {
  /** The pool's folder; Acme has a folder in it. */
  readonly dir: string;
  /** The pool's address for answers of providers. */
  readonly redirectUri: string;
  /** Origins of the redirects after the login form: browsers apply the form's `form-action` to them. */
  readonly formTargets: readonly string[];
}

const CLIENT_ID = "cognito";
const HOUR_SECONDS = 60 * 60;
const SCOPES = ["openid", "email", "profile"] as const;

export async function startAcme({ dir, redirectUri, formTargets }: AcmeOptions): Promise<Acme> {
  const acmeDir = join(dir, "acme");
  const { idTokenJwk, cookieKey, users } = await openPool<AcmeUser>(acmeDir, ACME_USERS);
  const store = await openSignInStore(acmeDir);
  const client = { id: CLIENT_ID, secret: randomBytes(32).toString("base64url") };
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "localhost", resolve);
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const cookie = { httpOnly: true, sameSite: "lax", signed: true } as const;
  const policy = interactionPolicy.base();
  policy.remove("consent");
  const provider = new Provider(origin, {
    adapter: (model) => store.adapterFor(model),
    jwks: { keys: [idTokenJwk] },
    cookies: {
      keys: [cookieKey],
      names: { session: "acme-session", interaction: "acme-login", resume: "acme-resume" },
      long: cookie,
      short: cookie,
    },
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        token_endpoint_auth_method: "client_secret_post",
        redirect_uris: [redirectUri],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    // AWS does not document that Cognito uses it.
    pkce: { required: () => false },
    scopes: [...SCOPES],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    ttl: {
      AccessToken: HOUR_SECONDS,
      AuthorizationCode: 60,
      Grant: HOUR_SECONDS,
      IdToken: HOUR_SECONDS,
      Interaction: HOUR_SECONDS,
      // Longer than Cognito's own session: this difference is why Acme is imitated.
      Session: 14 * 24 * HOUR_SECONDS,
    },
    interactions: { url: (_ctx, { uid }) => `/login/${uid}`, policy },
    loadExistingGrant: grantAll,
    findAccount: (_ctx, sub) => {
      const user = users.find((each) => each.sub === sub);
      if (user === undefined) return undefined;
      const { email, fullName: name, isEmailVerified: email_verified } = user;
      return { accountId: sub, claims: () => ({ sub, email, email_verified, name }) };
    },
    features: { devInteractions: { enabled: false } },
    renderError: (ctx, { error, error_description }) => {
      ctx.set(pageHeaders());
      ctx.type = "html";
      ctx.body = errorPage(error_description ?? error).markup;
    },
  });
  const answerOAuth = provider.callback();
  const people = createPeople(users, await openAccounts(acmeDir));
  const login = { provider, people, service: "Acme", formTargets };
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    // Another site whose name resolves to this machine must not reach the fixed passwords.
    if (refusedAsForeign(request, response, "localhost")) return;
    const url = new URL(request.url ?? "/", origin);
    const answered = url.pathname.startsWith("/login/")
      ? answerLogin(login, url, request, response)
      : answerOAuth(request, response);
    answered.catch((thrown: unknown) => {
      process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
      response.writeHead(500, pageHeaders()).end(errorPage("Acme itself failed").markup);
    });
  });
  return {
    origin,
    users,
    client,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.flush();
    },
  };
}

async function grantAll(ctx: KoaContextWithOIDC) {
  const { account, client, provider } = ctx.oidc;
  if (account === undefined || client === undefined) return undefined;
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope(SCOPES.join(" "));
  await grant.save();
  return grant;
}
