// Asks axe-core what a page does wrong for people who do not see, hear or point as its makers do.
import axe from "axe-core";
import type { Page } from "playwright-core";

/** How a person may look at the page. */
export const LOOKS = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  forced: { colorScheme: "dark", forcedColors: "active" },
} as const;

declare global {
  interface Window {
    readonly axe: Pick<typeof axe, "run">;
  }
}

/** WCAG 2.2 A and AA, and what axe's makers advise besides. @returns a line for each fault in each look */
export async function faultsOf(
  page: Page,
  looks: readonly (typeof LOOKS)[keyof typeof LOOKS][],
): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const faults: string[] = [];
  for (const look of looks) {
    await page.emulateMedia(look);
    const { violations } = await page.evaluate(() =>
      window.axe.run({ resultTypes: ["violations"] }),
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
