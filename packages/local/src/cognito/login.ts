// Serves the login page: shows the form, checks the posted one, has a temporary password replaced, and passes the
// result to oidc-provider.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import { PASSWORD_POLICY } from "../../../../infra/imitated/accounts.ts";
import { errorPage } from "./error-page.ts";
import { readForm } from "./form.ts";
import { loginPage } from "./login-page.ts";
import { newPasswordPage } from "./new-password-page.ts";
import { pageHeaders } from "./page.ts";
import type { People } from "./people.ts";

export interface Login {
  readonly provider: Provider;
  /** The page lists the seeded ones. */
  readonly people: Pick<People, "seeded" | "check" | "choosePassword">;
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
  { provider, people, service, formTargets = [], otherProvider }: Login,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const users = people.seeded;
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
  const password = form?.get("password") ?? "";
  const checked = await people.check(name, password);
  if (checked === undefined) {
    // These are Cognito's words: they do not tell which of the two fields is wrong.
    const error = "Incorrect username or password.";
    const again = loginPage({ action, users, name, password: "", error, service, otherProvider });
    response.writeHead(400, headers).end(again.markup);
    return;
  }
  if (checked.isTemporary) {
    const chosen = form?.get("new_password") ?? undefined;
    const isChosen = chosen !== undefined && (await people.choosePassword(checked.sub, chosen));
    if (!isChosen) {
      const error = `A password has ${PASSWORD_POLICY.minimumLength} characters or more.`;
      const ask = newPasswordPage({
        action,
        name,
        password,
        ...(chosen === undefined ? {} : { error }),
      });
      response.writeHead(chosen === undefined ? 200 : 400, headers).end(ask.markup);
      return;
    }
  }
  const result = { login: { accountId: checked.sub } };
  await provider.interactionFinished(request, response, result, {
    mergeWithLastSubmission: false,
  });
}

/** @param name - the user's name or email address; on AWS people sign in with the address */
function findUser(users: People["seeded"], name: string | null) {
  return users.find((user) => user.name === name || user.email === name);
}
