// For two releases a page may be newer than its server, which refuses what it does not know.
import { toAppError } from "@tapedeck/core/errors";

/** What is known of the server that one uploader asks. */
export interface ServerAge {
  /** It has refused a question of this release and answered one of the release before. */
  isOlder: boolean;
}

/**
 * @param newest - the question as this release asks it
 * @param older - the same, as the release before takes it
 */
export async function askNewest<Question, Answer>(
  ask: (question: Question) => Promise<Answer>,
  { newest, older }: { readonly newest: Question; readonly older: Question },
  server: ServerAge,
): Promise<Answer> {
  if (server.isOlder) return ask(older);
  try {
    return await ask(newest);
  } catch (thrown) {
    if (toAppError(thrown).code !== "INPUT_INVALID") throw thrown;
    const answer = await ask(older);
    server.isOlder = true;
    return answer;
  }
}
