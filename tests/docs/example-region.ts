// The pieces of the example programs that docs/api.md shows.
import { readFileSync } from "node:fs";

/** A piece between `#region` and `#endregion`, as it is in the file. */
export function exampleRegion(file: URL, name: string): string {
  const text = readFileSync(file, "utf8");
  const [, after] = text.split(new RegExp(`^(?://|#) #region ${RegExp.escape(name)}\n`, "m"));
  if (after === undefined) throw new Error(`${file.href} has no region ${name}`);
  return (after.split(/^(?:\/\/|#) #endregion$/m)[0] ?? "").trimEnd();
}
