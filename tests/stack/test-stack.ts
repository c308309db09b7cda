// The embedded stack in a temporary folder, with what tests of the API need around it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signIn } from "@tapedeck/local/cognito/sign-in";
import { startStack, type Stack, type StackOptions } from "@tapedeck/local/start-stack";
import { refuseSecrets } from "./log-secrets.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly requestId: string | undefined;
  /** Of an error. */
  readonly appCode: string | undefined;
  readonly message: string | undefined;
  /** tRPC's `result.data` of a success. */
  readonly data: unknown;
}

/** Ending it fails when its log holds a secret. */
export interface TestStack extends Stack {
  /** An access token of the integrator client, by the real code + PKCE flow. */
  tokenOf(user: "ada" | "ben"): Promise<string>;
  /** Calls a mutation; the body is sent as it is. */
  post(procedure: string, body: string, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Every answer so far. */
  readonly answers: readonly Answer[];
  /** Every line the Lambda has logged. */
  readonly logLines: readonly string[];
}

export async function startTestStack(
  options: Omit<StackOptions, "dataDir"> = {},
): Promise<TestStack> {
  const dataDir = await mkdtemp(join(tmpdir(), "tapedeck-test-"));
  const logLines: string[] = [];
  const stack = await startStack({ ...options, dataDir, onLogLine: (line) => logLines.push(line) });
  const answers: Answer[] = [];
  const passwords = stack.cognito.users.map(({ password }) => password);
  const roleSecrets = Object.values(stack.roleKeys).flatMap(({ secretAccessKey, sessionToken }) => [
    secretAccessKey,
    sessionToken,
  ]);
  const secrets = [stack.credentials.secretAccessKey, ...roleSecrets, ...passwords];

  async function request(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(`${stack.url}${path}`, { redirect: "manual", ...init });
    const answer = await read(response);
    answers.push(answer);
    return answer;
  }

  return {
    ...stack,
    answers,
    logLines,
    async tokenOf(name) {
      const user = stack.cognito.users.find((candidate) => candidate.name === name);
      if (user === undefined) throw new Error(`no seeded user ${name}`);
      const tokens = await signIn({
        origin: stack.cognito.origin,
        clientId: stack.cognito.cliClientId,
        redirectUri: stack.cliRedirectUri,
        name,
        password: user.password,
      });
      secrets.push(tokens.accessToken, tokens.idToken, tokens.refreshToken);
      return tokens.accessToken;
    },
    post: (procedure, body, headers) =>
      request(`/trpc/${procedure}`, {
        method: "POST",
        body,
        headers: { "content-type": "application/json", ...headers },
      }),
    get: (path, headers) => request(path, { headers: { ...headers } }),
    async [Symbol.asyncDispose]() {
      await stack[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
      refuseSecrets(logLines, secrets);
    },
  };
}

interface Body {
  readonly result?: { readonly data?: unknown };
  readonly error?: { readonly message?: string; readonly data?: { readonly appCode?: string } };
  readonly appCode?: string;
  readonly message?: string;
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = text.startsWith("{") ? (JSON.parse(text) as Body) : {};
  return {
    status: response.status,
    text,
    requestId: response.headers.get("x-request-id") ?? undefined,
    appCode: body.error?.data?.appCode ?? body.appCode,
    message: body.error?.message ?? body.message,
    data: body.result?.data,
  };
}
