// A question to the API that gets no answer, as after sleep or on a half-open connection, ends: else
// whatever it keeps busy would be busy until the page is loaded anew, in every tab.
import { AppError } from "@tapedeck/core/errors";
import type { Environment } from "../environment.ts";

/** The API itself gives up sooner, so that no answer that is still to come is thrown away. */
const ANSWER_WITHIN_MS = 60_000;

/**
 * What `ask` resolves with.
 *
 * @param signal - ends the question; what `ask` then throws is thrown
 * @throws {AppError} TIMEOUT, and whatever `ask` throws
 */
export async function answerInTime<Answer>(
  ask: (signal: AbortSignal) => Promise<Answer>,
  { signal, setTimer }: { signal: AbortSignal; setTimer: Environment["setTimer"] },
): Promise<Answer> {
  const late = new AbortController();
  // Raced, not only aborted: a caller that shares its token request does not end it with our signal.
  const silence = Promise.withResolvers<never>();
  const cancel = setTimer(ANSWER_WITHIN_MS, () => {
    silence.reject(new AppError("TIMEOUT", `No answer came within ${ANSWER_WITHIN_MS / 1000} s.`));
    late.abort();
  });
  try {
    return await Promise.race([ask(AbortSignal.any([signal, late.signal])), silence.promise]);
  } finally {
    cancel();
  }
}
