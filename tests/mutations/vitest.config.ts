import { defineConfig, type Plugin } from "vitest/config";
import { WORKER_FLAGS } from "../../vitest.config.ts";
import { FLAG_VARIABLE } from "./mutation.ts";

/** Without one nothing is broken, and no attack succeeds. */
const { [FLAG_VARIABLE]: flag = "--no-warnings" } = process.env;

/**
 * The functions run in threads, whose modules Node loads with the flag. The edge runs in Vitest's own
 * process, where Vite loads them: it breaks the rules of infra/ here.
 */
const breakEdge: Plugin = {
  name: "mutation",
  enforce: "pre",
  transform(source, id) {
    const query = flag.startsWith("--import=")
      ? new URL(flag.slice("--import=".length)).searchParams
      : new URLSearchParams();
    const [file = "", find = ""] = [query.get("file"), query.get("find")].map(String);
    if (!file.startsWith("infra/") || !id.endsWith(`/${file}`)) return undefined;
    if (!source.includes(find)) throw new Error(`${file} has changed`);
    return source.replaceAll(find, () => query.get("replace") ?? "");
  },
};

/** The attacks, against a stack that is loaded without one of its rules. */
export default defineConfig({
  plugins: [breakEdge],
  test: {
    // It would give the next mutation what this one broke.
    fsModuleCache: false,
    execArgv: [...WORKER_FLAGS, flag],
    include: ["tests/attacks/attacks.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
