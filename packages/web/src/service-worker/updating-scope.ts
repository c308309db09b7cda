// The part of the global scope that a service worker needs to replace an older one. TypeScript's library for windows
// describes the global scope of a page.
import type { UpdateQuestion } from "./update-question.ts";

/** Only pages of this origin can send a message. This app's pages send no other. */
interface QuestionEvent extends ExtendableEvent {
  readonly data: UpdateQuestion;
  readonly ports: readonly MessagePort[];
}

interface UpdatingScope {
  readonly clients: {
    matchAll(options: { type: "window"; includeUncontrolled: true }): Promise<readonly unknown[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: "message", listener: (event: QuestionEvent) => void): void;
}

export const scope = globalThis as unknown as UpdatingScope;
