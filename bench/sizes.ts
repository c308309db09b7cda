// What people and Lambda load, in kB. tests/sizes holds each to a budget; here are the figures.
import { join } from "node:path";
import { measureFunctions } from "../tests/sizes/function-sizes.ts";
import { measurePages } from "../tests/sizes/page-sizes.ts";
import type { Aim, Group, Row } from "./row.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

/** Compressed. */
const AIMS: Readonly<Record<string, Aim>> = {
  engine: { value: 26 },
  page: { value: 45 },
};

export const sizesGroup: Group = {
  name: "sizes",
  measure: () =>
    inTemporaryFolder(async (dir) => {
      const sizes = [
        ...(await measurePages(join(dir, "pages"))),
        ...(await measureFunctions(join(dir, "functions"))),
      ];
      const rows = sizes.flatMap(({ name, rawBytes, gzipBytes }): Row[] => {
        const aim = AIMS[name];
        return [
          { name: `${name}, raw`, unit: "kB", samples: [rawBytes / 1000] },
          {
            name: `${name}, gzip`,
            unit: "kB",
            samples: [gzipBytes / 1000],
            ...(aim ? { aim } : {}),
          },
        ];
      });
      return { rows };
    }),
};
