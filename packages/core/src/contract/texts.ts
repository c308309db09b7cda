// The fields of every schema that hold a person's texts, made from the table of recording-texts.ts.
import * as z from "zod";
import { quote } from "../quote.ts";
import { brokenTextRule, rowsOf, type TextRule, type TextTable } from "../recording-texts.ts";

type TextFields<Table extends TextTable> = {
  [Name in keyof Table]: z.ZodOptional<z.ZodString>;
};

/** Texts that a caller sends. One that does not fit is refused here, before anything is read or written. */
export function textInputs<Table extends TextTable>(table: Table): TextFields<Table> {
  return fieldsOf(table, textInput);
}

/** Texts that are stored. They have any length, because an earlier release may have taken longer ones. */
export function storedTexts<Table extends TextTable>(table: Table): TextFields<Table> {
  return fieldsOf(table, () => z.string());
}

/**
 * One text that fits its row. Half a surrogate pair becomes U+FFFD: neither metadata nor a header could
 * hold it.
 */
export function textInput(row: TextRule): z.ZodString {
  const { maxCharacters } = row;
  const error = ({ input }: { readonly input?: unknown }) =>
    typeof input === "string"
      ? brokenTextRule(input, row)
      : `must be a text of 1 to ${maxCharacters} characters, got ${quote(input)}`;
  // min and max repeat two of the rules, because docs/api.md is printed from them.
  return z
    .string({ error })
    .min(1, { error, abort: true })
    .max(maxCharacters, { error, abort: true })
    .overwrite((text) => text.toWellFormed())
    .superRefine((text, context) => {
      const broken = brokenTextRule(text, row);
      if (broken !== undefined) context.addIssue(broken);
    });
}

function fieldsOf<Table extends TextTable>(
  table: Table,
  fieldOf: (rule: TextRule) => z.ZodString,
): TextFields<Table> {
  const fields: Partial<TextFields<Table>> = {};
  for (const [name, rule] of rowsOf(table)) fields[name] = fieldOf(rule).optional();
  return fields as TextFields<Table>;
}
