// What a browser calls a file that it downloads: a title is a person's text, and ends up in a header.

/** Enough to know it by; file systems take 255 bytes, and a character can have three. */
const MAX_CHARACTERS = 60;

/**
 * Controls, what turns the direction of writing or hides, and what file systems give a meaning to:
 * separators, wildcards, quotes, streams.
 */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/gu;

/**
 * The value of `content-disposition` that saves an answer as `{title}{ending}`, whatever the title
 * holds: always `attachment`, one line of ASCII, and no parameter beside the two names.
 *
 * @param title - of a person; any text
 * @param ending - ours, ASCII, as in `-000012.webm`
 * @see RFC 6266 §4, RFC 8187 §3.2
 */
export function attachment(title: string, ending: string): string {
  const stem =
    Array.from(title.toWellFormed().replace(FORBIDDEN, "_"))
      .slice(0, MAX_CHARACTERS)
      .join("")
      .trim() || "recording";
  // A leading dot hides a file, or leads somewhere else.
  const name = stem.replace(/^\.+/, "_") + ending;
  const plain = name.replace(/[^A-Za-z0-9 ._-]/g, "_");
  const escaped = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${escaped}`;
}
