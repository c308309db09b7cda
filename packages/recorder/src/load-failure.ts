// Finds out why a file of the app did not load. After an update, a page that was open before asks for files
// that are gone (vitejs/vite#11804).
import { AppError } from "@tapedeck/core/errors";

/** @param fetchFile - the browser's own unless given */
export async function loadFailure(
  url: string,
  fetchFile: typeof fetch = (input, init) => fetch(input, init),
): Promise<AppError> {
  let answer: Response;
  try {
    answer = await fetchFile(url, { method: "HEAD", cache: "no-store" });
  } catch (cause) {
    return new AppError("APP_INCOMPLETE", `No answer came for ${url}.`, { cause });
  }
  const { status } = answer;
  const type = answer.headers.get("content-type") ?? "";
  if (status >= 500) return new AppError("APP_INCOMPLETE", `${url} answers ${status}.`);
  // Some sites answer with their page for every file that they do not have.
  if (!answer.ok || type.startsWith("text/html")) {
    return new AppError("APP_UPDATED", `${url} is gone: ${status} ${type}.`);
  }
  return new AppError("APP_INCOMPLETE", `${url} is there, and could not be run.`);
}
