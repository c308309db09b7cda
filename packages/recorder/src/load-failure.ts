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
  const { ok, status } = answer;
  const type = answer.headers.get("content-type") ?? "";
  // Some sites answer with their page for every file that they do not have.
  const isGone = status < 500 && (!ok || type.startsWith("text/html"));
  const code = isGone ? "APP_UPDATED" : "APP_INCOMPLETE";
  return new AppError(code, `${url} could not be run. It answers ${status} ${type}.`);
}
