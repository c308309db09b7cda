// Loads the code that finishes a recording whose recorder died, when there is one: most pages never need it.
import { AppError } from "@tapedeck/core/errors";
import type { recoverRecording } from "./recover.ts";

/** @throws {AppError} APP_INCOMPLETE – its file does not come: there is no network and nothing keeps it */
export async function loadRecovery(): Promise<typeof recoverRecording> {
  try {
    return (await import("./recover.ts")).recoverRecording;
  } catch (cause) {
    throw new AppError("APP_INCOMPLETE", "The code that saves a recording did not come.", {
      cause,
    });
  }
}
