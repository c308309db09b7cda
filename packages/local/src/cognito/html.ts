// HTML from templates in which every value is escaped unless it is HTML itself.

export interface Html {
  readonly markup: string;
}

type Value = string | Html | readonly Html[] | undefined;

/** Escapes each value; `undefined` writes nothing. Attributes must be quoted. */
export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: String.raw({ raw: literals }, ...values.map(markupOf)) };
}

function markupOf(value: Value): string {
  if (value === undefined) return "";
  if (typeof value === "string") return escaped(value);
  if ("markup" in value) return value.markup;
  return value.map(({ markup }) => markup).join("");
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
