// The login page. Being a development page it shows its logins; each is a link that fills the form
// on the server, so the page needs no script.
import { html, type Html } from "./html.ts";
import { page } from "./page.ts";
import type { SeededUser } from "./seeds.ts";

export interface LoginForm {
  /** The path to which the form is posted. */
  readonly action: string;
  readonly users: readonly SeededUser[];
  /** Values that fill the fields. */
  readonly name: string;
  readonly password: string;
  /** Why the last attempt failed. */
  readonly error?: string;
  /** The service that the page names; Cognito unless given. */
  readonly service?: string | undefined;
  /** Another provider to choose, by a link below the form's address. */
  readonly otherProvider?: string | undefined;
}

export function loginPage({
  action,
  users,
  name,
  password,
  error,
  service,
  otherProvider,
}: LoginForm): Html {
  // The focus goes to the next step of the person.
  const next = error !== undefined ? "password" : password === "" ? "name" : "button";
  const focus = (field: typeof next) => (field === next ? html` autofocus` : undefined);
  const invalid =
    error === undefined ? undefined : html` aria-invalid="true" aria-describedby="error"`;
  return page(
    `Sign in · ${service ?? "Tapedeck"}`,
    html`<h1>Sign in${service === undefined ? undefined : ` at ${service}`}</h1>
      <form method="post" action="${action}">
        ${error === undefined ? undefined : html`<p role="alert" id="error" class="error">${error}</p>`}
        <label for="username">Username</label>
        <input id="username" name="username" value="${name}" autocomplete="username"
          autocapitalize="none" spellcheck="false" required${focus("name")}${invalid} />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" value="${password}"
          autocomplete="current-password" required${focus("password")}${invalid} />
        <button${focus("button")}>Sign in</button>
      </form>
      ${
        otherProvider === undefined
          ? undefined
          : html`<p>
              <a href="${action}/${otherProvider.toLowerCase()}">Continue with ${otherProvider}</a>
            </p>`
      }
      <section aria-labelledby="logins">
        <h2 id="logins">Logins on this machine</h2>
        <p>Choose one to fill in the form.</p>
        <ul>
          ${users.map((user) => loginLink(action, user, user.name === name))}
        </ul>
      </section>
      <p class="note">
        Local stand-in for ${service ?? "Amazon Cognito"}, for development only. Nothing leaves this machine.
      </p>`,
  );
}

function loginLink(action: string, user: SeededUser, isCurrent: boolean): Html {
  return html`<li>
    <a
      href="${action}?as=${encodeURIComponent(user.name)}"
      ${isCurrent ? html` aria-current="true"` : undefined}
    >
      <strong>${user.name}</strong>
      <span>${user.groups.join(", ")}</span>
      <code>${user.password}</code>
    </a>
  </li>`;
}
