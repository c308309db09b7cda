// The lab's worker: runs one step after another for its page.
import type { StepMessage, StepRequest } from "./step-messages.ts";
import { steps } from "./steps.ts";

const byName = new Map<string, (...args: never[]) => Promise<unknown>>(Object.entries(steps));

self.onmessage = async ({ data }: MessageEvent<StepRequest>) => {
  const { id, name, args } = data;
  const step = byName.get(name);
  try {
    if (step === undefined) throw new Error(`the lab has no step ${name}`);
    post({ kind: "done", id, result: await step(...(args as never[])) });
  } catch (thrown) {
    post({ kind: "thrown", id, message: String(thrown) });
  }
};

function post(message: StepMessage): void {
  self.postMessage(message);
}
