// Leaves Vite's loader out of the first load. It loads the styles of a script that comes later, and such a script of
// ours has none: it brings them as text, see src/design/adopt-styles.ts.
import type { Plugin } from "vite";

export function plainImports(): Plugin {
  return {
    name: "tapedeck-plain-imports",
    apply: "build",
    // Before Vite's own plugin gives its loader.
    enforce: "pre",
    load: {
      filter: { id: /vite\/preload-helper\.js$/ },
      handler: () => "export const __vitePreload = (load) => load();",
    },
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "chunk" || file.isEntry) continue;
        const [styles] = file.viteMetadata?.importedCss ?? [];
        if (styles !== undefined) {
          throw new Error(`${file.fileName} would come without ${styles}: import it with ?inline`);
        }
      }
    },
  };
}
