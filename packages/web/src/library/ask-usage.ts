// Asks the server what the person has stored, one question at a time.
import type { Usage } from "@tapedeck/core/contract";
import { toAppError } from "@tapedeck/core/errors";

export interface UsageQuestion {
  /** Asks; once more afterwards if a question is under way, because its answer may be older. */
  ask(): Promise<void>;
  /** No answer is told from now on. */
  dispose(): void;
}

export function createUsageQuestion(ports: {
  /** @throws {AppError} by its code */
  readonly read: () => Promise<Usage>;
  readonly onAnswer: (usage: Usage) => void;
  /** The storage was full when the server last answered, and is not any more. */
  readonly onRoom: () => void;
}): UsageQuestion {
  let isAsking = false;
  let isWanted = false;
  let isOver = false;
  let wasFull = false;

  function take(usage: Usage): void {
    if (isOver) return;
    ports.onAnswer(usage);
    if (wasFull && !usage.isFull) ports.onRoom();
    wasFull = usage.isFull;
  }

  async function askInTurn(): Promise<void> {
    while (isWanted && !isOver) {
      isWanted = false;
      try {
        take(await ports.read());
      } catch (thrown) {
        // A server of the release before does not know the question, and nothing is shown. After any other failure,
        // the next reason to ask is soon enough.
        isOver ||= toAppError(thrown).code === "PROCEDURE_UNKNOWN";
      }
    }
  }

  return {
    ask: async () => {
      isWanted = true;
      if (isAsking) return;
      isAsking = true;
      await askInTurn();
      isAsking = false;
    },
    dispose: () => {
      isOver = true;
    },
  };
}
