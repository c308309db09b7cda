// Asks axe-core what a page does wrong for people who do not see, hear or point as its makers do.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** How a person may look at the page. */
const LOOKS = [
  { colorScheme: "light", forcedColors: "none" },
  { colorScheme: "dark", forcedColors: "none" },
  { colorScheme: "dark", forcedColors: "active" },
] as const;

declare global {
  var axe: {
    run(options: object): Promise<{
      readonly violations: readonly {
        readonly id: string;
        readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
      }[];
    }>;
  };
}

/** WCAG 2.2 A and AA, and what axe's makers advise besides. @returns a line for each fault in each look */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(await source);
  const faults: string[] = [];
  for (const look of LOOKS) {
    await page.emulateMedia(look);
    const { violations } = await page.evaluate(() =>
      globalThis.axe.run({ resultTypes: ["violations"] }),
    );
    for (const { id, nodes } of violations) {
      for (const { target, failureSummary } of nodes) {
        faults.push(
          `${look.colorScheme} ${look.forcedColors} ${id} ${String(target)}: ${failureSummary}`,
        );
      }
    }
  }
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
  return faults;
}
