// The name of a downloaded file. It is made of a title, which is any text of a person, and goes into a header.

/** Enough to recognise a recording; file systems take 255 bytes, and a character can have three. */
const MAX_CHARACTERS = 60;

/**
 * Control characters, invisible ones, those that turn the direction of writing, and those that have a
 * meaning in file systems: separators, wildcards, quotes, streams.
 */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/gu;

/**
 * The value of `content-disposition` that saves an answer as `{title}{ending}`. For any title it is an
 * `attachment`, one line of ASCII, with no parameter beside the two names.
 *
 * @param title - any text; at most 60 characters of it are used
 * @param ending - ASCII of our own, for example `-000012.webm`
 * @see RFC 6266 §4, RFC 8187 §3.2
 */
export function attachment(title: string, ending: string): string {
  const name = fileStem(title) + ending;
  const plain = name.replace(/[^A-Za-z0-9 ._-]/g, "_");
  const escaped = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${escaped}`;
}

/**
 * A title as the name of a file, without its ending: safe in every file system.
 *
 * @param title - any text; at most 60 characters of it are used
 */
export function fileStem(title: string): string {
  const stem =
    Array.from(title.toWellFormed().replace(FORBIDDEN, "_"))
      .slice(0, MAX_CHARACTERS)
      .join("")
      .trim() || "recording";
  // A leading dot hides a file, or names another folder.
  return stem.replace(/^\.+/, "_");
}
