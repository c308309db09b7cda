// Builds the recorder's worker and worklet together with the page. The worker then shares a file with the page,
// where Vite by itself would build it apart, and a browser would load the same code twice. The worklet is
// shortened, where Vite would copy it.
import type { Plugin } from "vite";

/** Modules that name a file of another thread. */
const NAMING = /recorder\/src\/(?:encode\/encoder-worker-file|capture\/capture)\.ts$/;
const ADDRESS = /new URL\("(\.\/[\w.-]+)(?:\?no-inline)?", import\.meta\.url\)/;

export function workerBesidePage(): Plugin {
  return {
    name: "tapedeck-worker-beside-page",
    apply: "build",
    // Before Vite's own plugin sees the address.
    enforce: "pre",
    transform: {
      filter: { id: NAMING },
      async handler(code, id) {
        const [address = "", file = ""] = ADDRESS.exec(code) ?? [];
        const script = await this.resolve(file, id);
        if (script === null) throw new Error(`${id} names no script that is there`);
        const name = this.emitFile({ type: "chunk", id: script.id });
        return code.replace(
          address,
          `new URL(import.meta.ROLLUP_FILE_URL_${name}, import.meta.url)`,
        );
      },
    },
  };
}
