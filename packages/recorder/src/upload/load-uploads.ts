// Asks for the code that a page uploads with: see page-uploads.ts.
import { AppError } from "@tapedeck/core/errors";
import type * as PageUploads from "./page-uploads.ts";

/**
 * The next call asks again. Browsers of before 2026 ask only once: there, uploads begin when the page is loaded anew.
 *
 * @throws {AppError} APP_INCOMPLETE – its file does not come: there is no network and nothing keeps it
 * @see https://github.com/whatwg/html/pull/10327
 */
export async function loadUploads(): Promise<typeof PageUploads> {
  try {
    return await import("./page-uploads.ts");
  } catch (cause) {
    throw new AppError("APP_INCOMPLETE", "The uploads' code did not come.", { cause });
  }
}
