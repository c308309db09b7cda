// Finds rows by title and by day, as a person types.
import type { LibraryRow } from "./library-rows.ts";
import { dayWords } from "./day-names.ts";

/** A shorter word names no day: `s` would find each Saturday, Sunday and September. */
const MIN_DAY_LETTERS = 3;

/** Without accents and in lower case. */
function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** A search of 10,000 names folds them once: that costs more than to look through them with each key. */
const foldedNames = new WeakMap<LibraryRow, string>();

function foldedNameOf(row: LibraryRow): string {
  const known = foldedNames.get(row);
  if (known !== undefined) return known;
  const name = folded(row.name);
  foldedNames.set(row, name);
  return name;
}

const termsOf = (query: string) =>
  folded(query)
    .split(/\s+/)
    .filter((term) => term !== "");

/** The rows of which each word of the query is in the name, or names the day. */
export function findRows(
  rows: readonly LibraryRow[],
  query: string,
  nowMs: number,
): readonly LibraryRow[] {
  const terms = termsOf(query);
  if (terms.length === 0) return rows;
  const numbers = terms.filter(isNumber);
  const days = new Map<string, ReadonlySet<string>>();
  /** Days have several rows: each is looked at once. */
  const termsNaming = (day: string) => {
    const known = days.get(day);
    if (known !== undefined) return known;
    const words = dayWords(day, nowMs).map(folded);
    const naming = new Set(terms.filter((term) => words.some((word) => namesDay(term, word))));
    days.set(day, naming);
    return naming;
  };
  return rows.filter((row) => {
    const name = foldedNameOf(row);
    const ofDay = terms.filter((term) => !name.includes(term));
    if (ofDay.length === 0) return true;
    // Where other words name the day, a number is a part of the date: “29 feb” is not “Talk 2950”.
    const naming = termsNaming(row.day);
    return [...ofDay, ...numbers].every((term) => naming.has(term));
  });
}

const isNumber = (term: string) => /^\d+$/.test(term);

/** A number has to be the whole number: `1 sep` is not the 11th. */
function namesDay(term: string, word: string): boolean {
  if (term === word) return true;
  return term.length >= MIN_DAY_LETTERS && !isNumber(term) && word.startsWith(term);
}

/** A piece of a name, and whether the query found it. */
export interface NamePiece {
  readonly text: string;
  readonly isFound: boolean;
}

/** Cuts a name at the words of the query. The pieces joined are the name. */
export function foundPieces(name: string, query: string): readonly NamePiece[] {
  const characters = Array.from(name);
  const foldedCharacters = characters.map(folded);
  const isFound = characters.map(() => false);
  for (const term of termsOf(query)) {
    for (let start = 0; start < characters.length; start++) {
      const end = endOfMatch(foldedCharacters, start, term);
      if (end !== undefined) isFound.fill(true, start, end);
    }
  }
  const pieces: { text: string; isFound: boolean }[] = [];
  characters.forEach((character, index) => {
    const last = pieces.at(-1);
    const found = isFound[index] ?? false;
    if (last?.isFound === found) last.text += character;
    else pieces.push({ text: character, isFound: found });
  });
  return pieces;
}

/** @returns the index behind the characters that begin with the term */
function endOfMatch(
  characters: readonly string[],
  start: number,
  term: string,
): number | undefined {
  let text = "";
  for (let end = start; end < characters.length; end++) {
    text += characters[end] ?? "";
    if (text.startsWith(term)) return end + 1;
    if (!term.startsWith(text)) return undefined;
  }
  return undefined;
}
