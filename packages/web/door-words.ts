// Writes the sentences of the door into index.html, in the language of the page, and leaves its comments and
// its indentation out: they came before anything could be recorded.
import { doorWords as door } from "#words/door";
import { direction, language } from "#words/language";
import type { Plugin } from "vite";

const WORDS = new Map(Object.entries({ ...door, language, direction }));

const COMMENT = /\n *<!--.*?-->/g;
const INDENTATION = /\n\s+/g;

export function doorWords(): Plugin {
  return {
    name: "tapedeck-door-words",
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html
          .replaceAll(COMMENT, "")
          .replaceAll(INDENTATION, "\n")
          .replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
            const text = WORDS.get(name);
            if (text === undefined) throw new Error(`index.html names {{${name}}}: no such words`);
            return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
          }),
    },
  };
}
