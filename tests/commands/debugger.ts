// A debugger as VS Code is one: through the inspector of the process it reaches the worker threads,
// the ones that start later too, and sets its breakpoint in each.
interface Message {
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: { readonly locations?: readonly unknown[] };
}

export interface Paused {
  readonly reason: string;
  /** Name and place of the function that is stopped, then of its callers. */
  readonly callFrames: readonly {
    readonly location: { readonly lineNumber: number };
  }[];
}

export interface Debugger extends Disposable {
  /** Resolves when a worker has stopped at the breakpoint. */
  paused(): Promise<Paused>;
  resume(): void;
}

/**
 * Resolves when a worker that has loaded the script holds the breakpoint.
 *
 * @param at - the script whose URL fits, and a place in it; lines and columns count from 0
 */
export async function attachDebugger(
  inspectorUrl: string,
  at: { readonly urlRegex: string; readonly lineNumber: number; readonly columnNumber: number },
): Promise<Debugger> {
  const socket = new WebSocket(inspectorUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  let lastId = 0;
  const held = Promise.withResolvers<void>();
  let stopped = Promise.withResolvers<Paused>();
  let stoppedWorker: string | undefined;

  const send = (method: string, params: object = {}) => {
    lastId += 1;
    socket.send(JSON.stringify({ id: lastId, method, params }));
  };
  const sendToWorker = (sessionId: string, method: string, params: object = {}) => {
    lastId += 1;
    const message = JSON.stringify({ id: lastId, method, params });
    send("NodeWorker.sendMessageToWorker", { sessionId, message });
  };
  socket.addEventListener("message", ({ data }) => {
    const { method, params } = JSON.parse(String(data)) as Message;
    if (method === "NodeWorker.attachedToWorker") {
      const { sessionId } = params as { readonly sessionId: string };
      sendToWorker(sessionId, "Debugger.enable");
      sendToWorker(sessionId, "Debugger.setBreakpointByUrl", at);
      sendToWorker(sessionId, "Runtime.runIfWaitingForDebugger");
    }
    if (method !== "NodeWorker.receivedMessageFromWorker") return;
    const { sessionId, message } = params as { sessionId: string; message: string };
    const told = JSON.parse(message) as Message;
    if (told.result?.locations?.length) held.resolve();
    if (told.method !== "Debugger.paused") return;
    const paused = told.params as Paused;
    // A worker that waited for its debugger stops at its first line too.
    if (paused.reason === "Break on start") {
      sendToWorker(sessionId, "Debugger.resume");
      return;
    }
    stoppedWorker = sessionId;
    stopped.resolve(paused);
  });
  send("NodeWorker.enable", { waitForDebuggerOnStart: true });
  await held.promise;

  return {
    paused: () => stopped.promise,
    resume() {
      if (stoppedWorker === undefined) throw new Error("nothing has stopped");
      stopped = Promise.withResolvers();
      sendToWorker(stoppedWorker, "Debugger.resume");
      stoppedWorker = undefined;
    },
    [Symbol.dispose]: () => socket.close(),
  };
}
