import * as fc from "fast-check";
import { expect, test } from "vitest";
import { html } from "./html.ts";

test("no text put into a template can leave its place", () => {
  const characters = fc.string({
    unit: fc.constantFrom("&", "<", ">", '"', "'", "`", "=", "/", ";", "#", "3", " "),
  });
  fc.assert(
    fc.property(characters, (text) => {
      const { markup } = html`<a title="${text}">${text}</a>`;
      expect(markup).toMatch(/^<a title="[^<>"'`]*">[^<>"'`]*<\/a>$/);
      const shown = /^<a title="(.*)">(.*)<\/a>$/s.exec(markup)?.slice(1).map(decoded);
      expect(shown).toEqual([text, text]);
    }),
  );
});

test("HTML stays as it is, lists are joined, and undefined writes nothing", () => {
  const items = ["a", "<b>"].map((item) => html`<li>${item}</li>`);
  const list = html`<ul>
      ${items}
    </ul>
    ${undefined}`;
  expect(list.markup.replace(/\s/g, "")).toBe("<ul><li>a</li><li>&#60;b&#62;</li></ul>");
});

function decoded(markup: string): string {
  return markup.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCharCode(Number(code)));
}
