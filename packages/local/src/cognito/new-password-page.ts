// The page on which a person replaces the password that was made for them.
import { html, type Html } from "./html.ts";
import { page } from "./page.ts";

export interface NewPasswordForm {
  /** The path to which the form is posted. */
  readonly action: string;
  /** What the person signed in with: the form carries both along, so the page keeps no state. */
  readonly name: string;
  readonly password: string;
  /** Why the last attempt failed. */
  readonly error?: string;
}

export function newPasswordPage({ action, name, password, error }: NewPasswordForm): Html {
  const invalid =
    error === undefined ? undefined : html` aria-invalid="true" aria-describedby="error"`;
  return page(
    "Choose a password · Tapedeck",
    html`<h1>Choose a password</h1>
      <p>The one that you signed in with was made for you, and ends here.</p>
      <form method="post" action="${action}">
        ${error === undefined ? undefined : html`<p role="alert" id="error" class="error">${error}</p>`}
        <input type="hidden" name="username" value="${name}" autocomplete="username" />
        <input type="hidden" name="password" value="${password}" />
        <label for="new_password">New password</label>
        <input
          id="new_password"
          name="new_password"
          type="password"
          autocomplete="new-password"
          required
          autofocus${invalid}
        />
        <button>Sign in</button>
      </form>
      <p class="note">Local stand-in for Amazon Cognito, for development only.</p>`,
  );
}
