// Shows an untrusted value inside an error message: short, on one line, with nothing active in it.

/** Longest excerpt of a value that a message repeats: enough to recognise, too short to flood a log. */
const MAX_LENGTH = 60;

/** JSON-like text of any value, control characters escaped, cut to 60 characters. */
export function quote(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value.slice(0, 200)) : describe(value);
  const printable = text.replace(/[^\x20-\x7e]/g, (char) => `\\u${hex(char.charCodeAt(0))}`);
  return printable.length > MAX_LENGTH ? `${printable.slice(0, MAX_LENGTH)}…` : printable;
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null || typeof value === "number" || typeof value === "boolean") {
    return String(value);
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function hex(code: number): string {
  return code.toString(16).padStart(4, "0");
}
