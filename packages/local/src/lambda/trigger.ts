// Calls a function as Cognito calls its triggers: what the function throws becomes a sentence for the person.
import { randomUUID } from "node:crypto";
import type { PreSignUpEvent, PreSignUpTrigger } from "../cognito/first-federated-sign-in.ts";
import type { FunctionHost } from "./function-host.ts";
import { HandlerFailedError } from "./function-instance.ts";

/** The pre-sign-up trigger: returns the event. */
export type TriggerFunction = FunctionHost<PreSignUpEvent, unknown>;

/** @param functionOf - called with the first event, because the function starts after the pool that it asks */
export function createTrigger(
  functionOf: () => TriggerFunction | undefined,
  clockAheadMs: () => number,
): PreSignUpTrigger {
  return async (event) => {
    const trigger = functionOf();
    if (trigger === undefined) throw new Error("The trigger does not run yet");
    try {
      return await trigger.invoke(randomUUID(), event, clockAheadMs());
    } catch (cause) {
      // A function that died or took too long says nothing to the person.
      const message = cause instanceof HandlerFailedError ? cause.errorMessage : "no answer";
      throw new Error(message, { cause });
    }
  };
}
