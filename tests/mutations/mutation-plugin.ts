// Breaks one rule of the source in what Vite loads, as mutate.ts does in what Node loads.
import type { Plugin } from "vitest/config";

/** @param flag - as mutation.ts makes it; @param folders - in which it breaks a rule, each with its final slash */
export function mutationPlugin(flag: string, folders: readonly string[]): Plugin {
  const query = flag.startsWith("--import=")
    ? new URL(flag.slice("--import=".length)).searchParams
    : new URLSearchParams();
  const [file = "", find = ""] = [query.get("file"), query.get("find")].map(String);
  return {
    name: "mutation",
    enforce: "pre",
    transform(source, id) {
      if (!folders.some((folder) => id.endsWith(`/${folder}${file}`))) return undefined;
      if (!source.includes(find)) throw new Error(`${file} has changed`);
      return source.replaceAll(find, () => query.get("replace") ?? "");
    },
  };
}
