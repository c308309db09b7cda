// The page that a person sees when a sign-in cannot go on.
import { html, type Html } from "./html.ts";
import { page } from "./page.ts";

export function errorPage(reason: string): Html {
  return page(
    "Sign-in stopped",
    html`<h1>Sign-in stopped</h1>
      <p role="alert" class="error">${sentence(reason)}</p>
      <p>Go back to the app and start again.</p>
      <p class="note">Local stand-in for Amazon Cognito, for development only.</p>`,
  );
}

/** oidc-provider's descriptions begin in lower case and have no full stop; a field's name keeps its case. */
function sentence(text: string): string {
  const start = /^\w*_/.test(text) ? "" : text.charAt(0).toUpperCase();
  return `${start}${text.slice(start.length).replace(/\.$/, "")}.`;
}
