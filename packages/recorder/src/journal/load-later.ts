// Code that a page needs only now and then, and not to record and upload: it comes after the rest.
import { AppError } from "@tapedeck/core/errors";
import type { deviceCopies } from "./device-copy.ts";
import type { recoverRecording } from "./recover.ts";

/** Makes files of what the device holds. @throws {AppError} APP_INCOMPLETE – see {@link loaded} */
export function loadDeviceCopies(): Promise<typeof deviceCopies> {
  return loaded(async () => (await import("./device-copy.ts")).deviceCopies);
}

/** Finishes a recording whose recorder died. @throws {AppError} APP_INCOMPLETE – see {@link loaded} */
export function loadRecovery(): Promise<typeof recoverRecording> {
  return loaded(async () => (await import("./recover.ts")).recoverRecording);
}

/** @throws {AppError} APP_INCOMPLETE – its file does not come: there is no network and nothing keeps it */
async function loaded<Code>(load: () => Promise<Code>): Promise<Code> {
  try {
    return await load();
  } catch (cause) {
    throw new AppError("APP_INCOMPLETE", "A file of the recorder did not come.", { cause });
  }
}
