// IndexedDB's events as promises: all of a library for it that this package needs.

/**
 * @typeParam Result - what the store holds, by the schema in journal-database.ts
 *
 * @throws what the request failed with
 */
export function answerOf<Result>(request: PendingRequest): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result as Result));
    request.addEventListener("error", () => reject(reasonOf(request.error)));
  });
}

/** What is used of an IDBRequest. */
interface PendingRequest extends EventTarget {
  readonly result: unknown;
  readonly error: DOMException | null;
}

/** Resolves when the transaction is durable as far as it was asked to be. @throws why it failed */
export function endOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    // Not `error`: only once it is aborted does a transaction know why.
    transaction.onabort = () => reject(reasonOf(transaction.error));
  });
}

/** A transaction of one store. @returns what `use` gives, once the transaction is over */
export async function inStore<Result>(
  database: IDBDatabase,
  store: string,
  options: {
    readonly mode?: IDBTransactionMode;
    readonly durability?: IDBTransactionDurability;
  },
  use: (store: IDBObjectStore) => Promise<Result> | Result,
): Promise<Result> {
  const { mode = "readonly", ...rest } = options;
  const transaction = database.transaction(store, mode, rest);
  const [result] = await Promise.all([use(transaction.objectStore(store)), endOf(transaction)]);
  return result;
}

/** An aborted request has no error of its own in some browsers. */
function reasonOf(error: DOMException | null): DOMException {
  return error ?? new DOMException("The transaction was aborted.", "AbortError");
}
