import { expect, test } from "vitest";
import type { Usage } from "@tapedeck/core/contract";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { AppError } from "@tapedeck/core/errors";
import { createUsageQuestion } from "./ask-usage.ts";

const usage = (over: Partial<Usage> = {}): Usage => ({
  sizeBytes: 1,
  durationMs: 1,
  removedSizeBytes: 0,
  maxSizeBytes: 10,
  maxDurationMs: 10,
  isFull: false,
  ...over,
});

/** A server that gives these answers, in turn, and what came of them. */
function questionFor(...answers: readonly (Usage | ErrorCode)[]) {
  const told: string[] = [];
  let count = 0;
  const question = createUsageQuestion({
    read: async () => {
      const answer = answers[count];
      count += 1;
      if (typeof answer === "object") return answer;
      throw new AppError(answer ?? "INTERNAL", "scripted");
    },
    onAnswer: ({ sizeBytes }) => told.push(`${sizeBytes} stored`),
    onRoom: () => told.push("room"),
  });
  return { question, told, askedCount: () => count };
}

test("asks once more, and no more, for all that came while a question was under way", async () => {
  const { question, told, askedCount } = questionFor(usage(), usage({ sizeBytes: 2 }));
  await Promise.all([question.ask(), question.ask(), question.ask()]);
  expect(askedCount()).toBe(2);
  expect(told).toEqual(["1 stored", "2 stored"]);
});

test("never asks a server again that does not know the question", async () => {
  const { question, told, askedCount } = questionFor("PROCEDURE_UNKNOWN", usage());
  await question.ask();
  await question.ask();
  expect(askedCount()).toBe(1);
  expect(told).toEqual([]);
});

test("keeps the last answer when a later question fails, and asks again", async () => {
  const { question, told } = questionFor(usage(), "SERVICE_UNAVAILABLE", usage({ sizeBytes: 2 }));
  await question.ask();
  await question.ask();
  await question.ask();
  expect(told).toEqual(["1 stored", "2 stored"]);
});

test("tells that there is room again once, after an answer that there was none", async () => {
  const full = usage({ sizeBytes: 10, isFull: true });
  const { question, told } = questionFor(usage(), full, usage(), usage());
  for (let asked = 0; asked < 4; asked++) await question.ask();
  expect(told).toEqual(["1 stored", "10 stored", "1 stored", "room", "1 stored"]);
});

test("tells nothing of an answer that comes after the library is gone", async () => {
  const { question, told } = questionFor(usage());
  const asking = question.ask();
  question.dispose();
  await asking;
  expect(told).toEqual([]);
});
