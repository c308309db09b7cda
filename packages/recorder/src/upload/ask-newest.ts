// For two releases a page may be newer than its server, which refuses what it does not know.
import { toAppError } from "@tapedeck/core/errors";

/**
 * @param newest - the question as this release asks it
 * @param older - the same, as the release before takes it
 * @param isServerOlder - it has refused a newest question before, and answered an older one
 * @returns the answer, and whether the server is older, as far as is known now
 */
export async function askNewest<Question, Answer>(
  ask: (question: Question) => Promise<Answer>,
  { newest, older }: { readonly newest: Question; readonly older: Question },
  isServerOlder: boolean,
): Promise<{ readonly answer: Answer; readonly isServerOlder: boolean }> {
  if (isServerOlder) return { answer: await ask(older), isServerOlder };
  try {
    return { answer: await ask(newest), isServerOlder };
  } catch (thrown) {
    if (toAppError(thrown).code !== "INPUT_INVALID") throw thrown;
    return { answer: await ask(older), isServerOlder: true };
  }
}
