import { expect, test } from "vitest";
import { createHearing } from "./hearing.ts";

const dB = (value: number) => 10 ** (value / 20);

test.each([
  ["nothing", [], "silent"],
  ["zeros", [0, 0, 0], "silent"],
  ["the noise of a room", [dB(-58)], "silent"],
  ["a person two rooms away", [dB(-40), dB(-44)], "quiet"],
  ["speech", [dB(-20), dB(-50)], "good"],
  ["a cough at full scale", [1, dB(-20)], "good"],
  ["a voice at full scale", [1, dB(-20), 1, 1], "loud"],
] as const)("hears of %s: %s", (_, levels, word) => {
  expect(createHearing().hear(levels)).toBe(word);
});

test("a breath is no silence, and three quiet seconds are", () => {
  const hearing = createHearing();
  hearing.hear([dB(-10)]);
  expect(hearing.hear(Array<number>(20).fill(0))).toBe("good");
  expect(hearing.hear(Array<number>(10).fill(0))).toBe("silent");
});

test("too loud is cured by three seconds that are not", () => {
  const hearing = createHearing();
  expect(hearing.hear([1, 1, 1])).toBe("loud");
  expect(hearing.hear(Array<number>(30).fill(dB(-12)))).toBe("good");
});

test("what was heard before a check or a recording counts for nothing", () => {
  const hearing = createHearing();
  hearing.hear([1, 1, 1]);
  hearing.forget();
  expect(hearing.hear([dB(-12)])).toBe("good");
});
