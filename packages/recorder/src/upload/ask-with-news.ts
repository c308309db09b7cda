// For two releases a page may be newer than its server, which refuses what it does not know.
import { toAppError } from "@tapedeck/core/errors";

/**
 * @param question - as the release before takes it
 * @param news - what only this release has; a server that refuses it is asked again without
 */
export async function askWithNews<Question extends object, Answer>(
  ask: (question: Question) => Promise<Answer>,
  question: Question,
  news: Partial<Question>,
  onRefused: () => void = () => undefined,
): Promise<Answer> {
  if (Object.keys(news).length === 0) return ask(question);
  try {
    return await ask({ ...question, ...news });
  } catch (thrown) {
    if (toAppError(thrown).code !== "INPUT_INVALID") throw thrown;
    onRefused();
    return ask(question);
  }
}
