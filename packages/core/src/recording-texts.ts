// The texts that a person may give to a recording: a row for each. From this table derive what
// recordings.seal takes (contract/texts.ts), the manifest and its metadata, an entry of the list, and what
// recordings.get and recordings.rename answer.
import { LIMITS } from "./limits.ts";
import { quote } from "./quote.ts";

export interface TextRule {
  /** Most characters, at least 1; a pair of surrogates counts as one. */
  readonly maxCharacters: number;
  /**
   * Most bytes of the manifest's metadata, percent-encoded, the field's name not counted. A longer text is
   * refused, so that the list shows all of it. `rest`, for one row at most, takes what the others leave: a
   * longer text is stored whole in the manifest, and the list shows its beginning.
   */
  readonly metadataBytes: number | "rest";
  /** Whether control characters, line ends among them, are refused. Titles had them before 0.2. */
  readonly controls: "refused" | "kept";
}

/** Names in lower case, as S3 gives those of metadata back. */
export type TextTable = Readonly<Record<Lowercase<string>, TextRule>>;

export const RECORDING_TEXTS = {
  title: { maxCharacters: LIMITS.titleCharacters, metadataBytes: "rest", controls: "kept" },
} as const satisfies TextTable;

export type TextName = keyof typeof RECORDING_TEXTS;

/** The texts of one recording; none is required. */
export type RecordingTexts = TextsOf<typeof RECORDING_TEXTS>;
export type TextsOf<Table extends TextTable> = {
  readonly [Name in keyof Table]?: string | undefined;
};

/** The names and rules of a table, in its order, with their types. */
export function rowsOf<Table extends TextTable>(
  table: Table,
): readonly (readonly [name: keyof Table & string, rule: TextRule])[] {
  return Object.entries(table) as [keyof Table & string, TextRule][];
}

/**
 * @returns the rest of a sentence that begins with the field's name and says which rule the text breaks;
 *   `undefined` when it fits
 */
export function brokenTextRule(
  text: string,
  { maxCharacters, metadataBytes, controls }: TextRule,
): string | undefined {
  const rule = `must be a text of 1 to ${maxCharacters} characters`;
  if (text === "") return `${rule}, got ""`;
  const characterCount = Array.from(text).length;
  if (characterCount > maxCharacters) return `${rule}, got ${characterCount}`;
  if (controls === "refused" && /\p{Cc}/u.test(text)) {
    return `must be a text without control characters, got ${quote(text)}`;
  }
  if (metadataBytes === "rest") return undefined;
  const sizeBytes = encodeURIComponent(text.toWellFormed()).length;
  if (sizeBytes <= metadataBytes) return undefined;
  return `must take at most ${metadataBytes} bytes of S3's metadata, percent-encoded, got ${sizeBytes}`;
}

/**
 * Picks the texts that an object has, in the order of the table: a manifest's bytes must not depend on the
 * order in which the caller named its fields.
 */
export function givenTexts(source: RecordingTexts): RecordingTexts {
  const texts: Partial<Record<TextName, string>> = {};
  for (const [name] of rowsOf(RECORDING_TEXTS)) {
    const text = source[name];
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}
