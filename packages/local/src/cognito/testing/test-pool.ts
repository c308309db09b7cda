// A Cognito stand-in in a temporary folder, and a browser-like visitor with cookies of their own.
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SCOPES } from "@tapedeck/functions/authcallback/scopes";
import { startCognito, type CognitoOptions, type CognitoServer } from "../server.ts";

/** No server listens there: tests read the redirect itself. */
export const CALLBACK = "http://localhost:5173/auth/callback";
export const LOGOUT_URI = "http://localhost:5173/";

export interface TestFolder extends AsyncDisposable {
  readonly dir: string;
  start(options?: Partial<CognitoOptions>): Promise<CognitoServer>;
}

/** @param name - of the pool's folder in the temporary one; by default it is that one */
export async function makeTestFolder(name = ""): Promise<TestFolder> {
  const temporary = await mkdtemp(join(tmpdir(), "tapedeck-cognito-"));
  const dir = join(temporary, name);
  return {
    dir,
    start: (options) =>
      startCognito({ dir, webRedirectUris: [CALLBACK], webLogoutUris: [LOGOUT_URI], ...options }),
    [Symbol.asyncDispose]: () => rm(temporary, { recursive: true, force: true }),
  };
}

export interface TestPool extends CognitoServer {
  readonly dir: string;
}

export async function startTestPool(options?: Partial<CognitoOptions>): Promise<TestPool> {
  const folder = await makeTestFolder();
  const server = await folder.start(options);
  return {
    ...server,
    dir: folder.dir,
    async [Symbol.asyncDispose]() {
      await server.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const codeVerifier = randomBytes(32).toString("base64url");

/** The authorization request of the web client; a field set to `undefined` is left out. */
export function authorizeUrl(
  { origin, webClientId }: CognitoServer,
  over: Readonly<Record<string, string | undefined>> = {},
): string {
  const fields = {
    response_type: "code",
    client_id: webClientId,
    redirect_uri: CALLBACK,
    scope: SCOPES.join(" "),
    state: "state-1",
    nonce: "nonce-1",
    code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
    code_challenge_method: "S256",
    ...over,
  };
  const present = Object.entries(fields).filter(
    (field): field is [string, string] => field[1] !== undefined,
  );
  return `${origin}/oauth2/authorize?${new URLSearchParams(present).toString()}`;
}

export interface TokenAnswer {
  readonly status: number;
  readonly body: {
    readonly access_token?: string;
    readonly id_token?: string;
    readonly refresh_token?: string;
    readonly error?: string;
  };
}

/** Posts to the token endpoint as the web client. */
export async function requestTokens(
  { origin, webClientId }: CognitoServer,
  form: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  const response = await fetch(`${origin}/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams({ client_id: webClientId, ...form }),
  });
  return { status: response.status, body: (await response.json()) as TokenAnswer["body"] };
}

export const codeForm = (code: string) => ({
  grant_type: "authorization_code",
  redirect_uri: CALLBACK,
  code_verifier: codeVerifier,
  code,
});

export const refreshForm = (refreshToken = "") => ({
  grant_type: "refresh_token",
  refresh_token: refreshToken,
});

/** The claims of a token, unchecked. */
export function claimsOf(token: string | undefined): Record<string, unknown> {
  const payload = token?.split(".")[1] ?? "";
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
}
