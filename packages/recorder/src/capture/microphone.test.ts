import { describe, expect, test } from "vitest";
import { microphoneError } from "./microphone.ts";

describe("what stands in the way of the microphone", () => {
  test.each([
    ["NotAllowedError", "MIC_DENIED"],
    ["SecurityError", "MIC_DENIED"],
    ["NotFoundError", "MIC_ABSENT"],
    ["OverconstrainedError", "MIC_ABSENT"],
    ["NotReadableError", "MIC_BUSY"],
    ["AbortError", "MIC_BUSY"],
    ["InvalidStateError", "INTERNAL"],
  ])("%s is %s, and keeps its cause", (name, code) => {
    const cause = new DOMException("what browsers say differs", name);
    const error = microphoneError(cause);
    expect(error.code).toBe(code);
    expect(error.cause).toBe(cause);
  });
});
