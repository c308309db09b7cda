// One stack for a whole test file. Awaited at the top of the file, it is a constant for its tests.
import { afterAll, afterEach } from "vitest";
import type { StackOptions } from "@tapedeck/local/start-stack";
import { startTestStack, type TestStack } from "./test-stack.ts";

/** Ends with the file; the faults that a test adds end with the test. */
export async function useStack(options?: Omit<StackOptions, "dataDir">): Promise<TestStack> {
  const stack = await startTestStack(options);
  afterEach(() => stack.faults.clear());
  afterAll(() => stack[Symbol.asyncDispose]());
  return stack;
}
