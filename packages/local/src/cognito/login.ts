// Serves the login page: shows the form, checks the posted one, and passes the result to oidc-provider.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import { errorPage } from "./error-page.ts";
import { readForm } from "./form.ts";
import { loginPage } from "./login-page.ts";
import { pageHeaders } from "./page.ts";
import type { PoolUser } from "./pool.ts";

export interface Login {
  readonly provider: Provider;
  readonly users: readonly PoolUser[];
  /** The service that the page names; Cognito unless given. */
  readonly service?: string;
  /** Further origins to which the posted form is redirected, beside the client's. */
  readonly formTargets?: readonly string[];
  /** Another provider to choose. */
  readonly otherProvider?: string;
}

/**
 * @param url - `/login/{uid}`, with `?as={name}` to have the form filled with a seeded login
 * @throws {errors.SessionNotFound} – the sign-in has expired, or was not started by this browser
 */
export async function answerLogin(
  { provider, users, service, formTargets = [], otherProvider }: Login,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { uid, params } = await provider.interactionDetails(request, response);
  const action = `/login/${uid}`;
  if (url.pathname !== action) {
    response.writeHead(400, pageHeaders()).end(errorPage("This is another sign-in").markup);
    return;
  }
  // Checked against the client's list before the sign-in began.
  const headers = pageHeaders([new URL(String(params["redirect_uri"])).origin, ...formTargets]);

  if (request.method !== "POST") {
    const { name = "", password = "" } = findUser(users, url.searchParams.get("as")) ?? {};
    const form = loginPage({ action, users, name, password, service, otherProvider });
    response.writeHead(200, headers).end(form.markup);
    return;
  }
  const form = await readForm(request);
  const name = form?.get("username") ?? "";
  const user = findUser(users, name);
  if (user === undefined || user.password !== form?.get("password")) {
    // These are Cognito's words: they do not tell which of the two fields is wrong.
    const error = "Incorrect username or password.";
    const again = loginPage({ action, users, name, password: "", error, service, otherProvider });
    response.writeHead(400, headers).end(again.markup);
    return;
  }
  const result = { login: { accountId: user.sub } };
  await provider.interactionFinished(request, response, result, {
    mergeWithLastSubmission: false,
  });
}

/** @param name - the user's name or email address; on AWS people sign in with the address */
function findUser(users: readonly PoolUser[], name: string | null): PoolUser | undefined {
  return users.find((user) => user.name === name || user.email === name);
}
