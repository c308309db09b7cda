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

/** How a few people look at the page: in their own colours, with large letters, from right to left. */
const LOOKS = {
  forced: {
    put: (page: Page) => page.emulateMedia({ colorScheme: "dark", forcedColors: "active" }),
    take: (page: Page) => page.emulateMedia({ colorScheme: "light", forcedColors: "none" }),
  },
  large: {
    put: (page: Page) =>
      page.evaluate(() => void (document.documentElement.style.fontSize = "200%")),
    take: (page: Page) => page.evaluate(() => void (document.documentElement.style.fontSize = "")),
  },
  mirrored: {
    put: (page: Page) => page.evaluate(() => void (document.documentElement.dir = "rtl")),
    take: (page: Page) => page.evaluate(() => void (document.documentElement.dir = "ltr")),
  },
} as const;

interface Arrangement {
  /** Brings the page into the state; done at each size, because menus close when a window changes. */
  readonly arrange?: () => Promise<void>;
  /** Undoes that. */
  readonly tidy?: () => Promise<void>;
}

/** Writes `pictures/{name}-{phone|desktop}-{light|dark}.png`. */
export async function takePictures(
  page: Page,
  name: string,
  { arrange, tidy }: Arrangement = {},
): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await arrange?.();
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await shoot(page, `${name}-${size}-${colorScheme}`);
    }
    await tidy?.();
  }
}

/** A state that the page is known by: also `pictures/{name}-{phone|desktop}-{forced|large|mirrored}.png`. */
export async function takeKeyPictures(
  page: Page,
  name: string,
  arrangement: Arrangement = {},
): Promise<void> {
  await takePictures(page, name, arrangement);
  await page.emulateMedia({ colorScheme: "light" });
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await arrangement.arrange?.();
    for (const [look, { put, take }] of Object.entries(LOOKS)) {
      await put(page);
      await shoot(page, `${name}-${size}-${look}`);
      await take(page);
    }
    await arrangement.tidy?.();
  }
}

async function shoot(page: Page, name: string): Promise<void> {
  // The wave is drawn again for another size or theme.
  await page.waitForTimeout(100);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: "disabled" });
}
