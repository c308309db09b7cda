// Renders a component to the text that a person reads. Solid's server build does it, so tests need no DOM.
import type { JSX } from "solid-js";
import { renderToString } from "solid-js/web";

export function renderText(component: () => JSX.Element): string {
  return renderToString(component)
    .replaceAll(/<button|<\/(?:a|button|p|span)>/g, " $&")
    .replaceAll(/<!--.*?-->|<[^>]*>/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
