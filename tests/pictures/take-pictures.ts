// Pictures of one state of the page: phone and desktop, light and dark. They are written for a person to look
// at; nothing compares them.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";

const FOLDER = join(import.meta.dirname, "../../pictures");

/** A common phone, and a small laptop. */
const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
} as const;

const THEMES = ["light", "dark"] as const;

/**
 * Writes `pictures/{name}-{phone|desktop}-{light|dark}.png`.
 *
 * @param arrange - brings the page into the state; done at each size, because menus close when a window changes
 * @param tidy - undoes that
 */
export async function takePictures(
  page: Page,
  name: string,
  { arrange, tidy }: { arrange?: () => Promise<void>; tidy?: () => Promise<void> } = {},
): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await arrange?.();
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      const path = join(FOLDER, `${name}-${size}-${colorScheme}.png`);
      await page.screenshot({ path, animations: "disabled" });
    }
    await tidy?.();
  }
}
