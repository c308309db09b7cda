// The few commands of WebDriver BiDi that the witness needs: JSON over Node's own WebSocket.
/** @see https://www.w3.org/TR/webdriver-bidi/ */
export interface BidiConnection extends Disposable {
  send<T>(method: string, params: Readonly<Record<string, unknown>>): Promise<T>;
  /** The next event of that name; it must be subscribed to. */
  next<T>(method: string): Promise<T>;
}

interface BidiMessage {
  readonly id?: number;
  readonly type: "success" | "error" | "event";
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
}

/** @throws {Error} when nothing listens there; `send` throws with what the browser said */
export async function connectBidi(url: string): Promise<BidiConnection> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const expected = new Map<string, (params: unknown) => void>();
  const opened = Promise.withResolvers<undefined>();
  const giveUp = () => {
    const lost = new Error(`The connection to ${url} is lost.`);
    opened.reject(lost);
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
  };
  socket.addEventListener("open", () => opened.resolve(undefined));
  socket.addEventListener("error", giveUp);
  socket.addEventListener("close", giveUp);
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as BidiMessage;
    if (message.method !== undefined) {
      expected.get(message.method)?.(message.params);
      expected.delete(message.method);
    }
    if (message.id === undefined) return;
    const answer = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === "success") answer?.resolve(message.result);
    else answer?.reject(new Error(`${message.error}: ${message.message}`));
  });
  await opened.promise;
  let lastId = 0;
  return {
    send: async <T>(method: string, params: Readonly<Record<string, unknown>>) => {
      const id = ++lastId;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      socket.send(JSON.stringify({ id, method, params }));
      return (await answer.promise) as T;
    },
    next: <T>(method: string) =>
      new Promise<T>((resolve) => {
        expected.set(method, (params) => resolve(params as T));
      }),
    [Symbol.dispose]: () => socket.close(),
  };
}
