// Code that recording and uploading need in few browsers, or now and then: see later.ts.
import { AppError } from "@tapedeck/core/errors";
import type * as Later from "./later.ts";

/** @throws {AppError} APP_INCOMPLETE – its file does not come: there is no network and nothing keeps it */
export async function loadLater(): Promise<typeof Later> {
  try {
    return await import("./later.ts");
  } catch (cause) {
    throw new AppError("APP_INCOMPLETE", "A file of the recorder did not come.", { cause });
  }
}
