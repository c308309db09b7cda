// Every text that a person reads is in packages/web/src/text/en. This reads the sources, and finds what stands
// elsewhere: move it there.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { looseTexts } from "../../packages/web/loose-texts.ts";

const SRC = join(import.meta.dirname, "../../packages/web/src");
const CATALOGUE = "text/en/**";

/** Words that look like texts, by file. */
const NO_TEXTS: Readonly<Record<string, readonly string[]>> = {
  // The product has one name in all languages.
  "app/make-page-signs.ts": ["Tapedeck"],
  "app/media-layers.ts": ["Tapedeck"],
  "design/Header.tsx": ["Tapedeck"],
  // Words of protocols.
  "api/api.ts": ["Bearer "],
  "session/signed-in-cookie.ts": [" Secure;", "=; Path=/;", " SameSite=Strict; Max-Age=0"],
};

test("each sentence of the page is in the catalogue", () => {
  const exclude = ["**/*.test.{ts,tsx}", "testing/**", CATALOGUE];
  const found = globSync("**/*.{ts,tsx}", { cwd: SRC, exclude })
    .sort()
    .map((file) => [file, looseTexts(file, readFileSync(join(SRC, file), "utf8"))] as const)
    .filter(([, texts]) => texts.length > 0);
  expect(Object.fromEntries(found)).toEqual(NO_TEXTS);
});

test.each([
  ["<p>Try again</p>", "Try again"],
  ["<p>{isBusy() ? say.recovering : `now`}</p>", "now"],
  ['<input placeholder="name" />', "name"],
  ["<button aria-label={`delete ${name}`} />", "delete "],
  ['toast.show({ text: "Deleted it" })', "Deleted it"],
  ["const sentence = `${count} recordings found`", " recordings found"],
])("sees the text in %s", (source, text) => {
  expect(looseTexts("a.tsx", source)).toEqual([text]);
});

test.each([
  '<p class="row num" role="status">{say.title}</p>',
  'if (event.key === "Escape") throw new AppError("OFFLINE", "No network came.");',
  'import { a } from "Some File"; export { b } from "Some File"; type A = "One" | "Two";',
  '<Show when={state() === "Saved"}>·</Show>',
])("sees none in %s", (source) => {
  expect(looseTexts("a.tsx", source)).toEqual([]);
});
