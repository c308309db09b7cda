// Loads the code that makes files of what the device holds, when a person asks for them: a page that
// records and uploads never needs it.
import { AppError } from "@tapedeck/core/errors";
import type { deviceCopies } from "./device-copy.ts";

/** @throws {AppError} APP_INCOMPLETE – its file does not come: there is no network and nothing keeps it */
export async function loadDeviceCopies(): Promise<typeof deviceCopies> {
  try {
    return (await import("./device-copy.ts")).deviceCopies;
  } catch (cause) {
    throw new AppError("APP_INCOMPLETE", "The code that copies sound did not come.", { cause });
  }
}
