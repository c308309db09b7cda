// What a page asks a service worker that waits to take over. The worker answers with a boolean.
export type UpdateQuestion =
  /** Does the worker belong to another build than the page, which is made of these files? */
  | { readonly kind: "is-other-build"; readonly pageFiles: readonly string[] }
  /** Take over, if no other page of the app is open. */
  | { readonly kind: "take-over" };

/** An answer takes milliseconds. A browser that starts no worker must not hold up a person. */
const TIMEOUT_MS = 5_000;

/** @returns false where the worker does not answer */
export function askWorker(
  worker: Pick<ServiceWorker, "postMessage">,
  question: UpdateQuestion,
): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const finish = (isYes: boolean) => {
      clearTimeout(timer);
      port1.close();
      resolve(isYes);
    };
    const timer = setTimeout(finish, TIMEOUT_MS, false);
    port1.addEventListener("message", ({ data }) => finish(data === true));
    port1.start();
    worker.postMessage(question, [port2]);
  });
}
