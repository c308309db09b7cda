import { expect, test } from "vitest";
import { renderText } from "../testing/render-text.ts";
import { StorageLine } from "./StorageLine.tsx";

const PLENTY = { kind: "plenty" } as const;

test.each([
  ["opfs", "Written to files on this device (OPFS), every 20 ms."],
  [
    "memory",
    "This browser keeps nothing for us: sound is in this page's memory until it is uploaded.",
  ],
] as const)("names the storage %s, without a warning while room is plenty", (storage, sentence) => {
  expect(renderText(() => <StorageLine storage={storage} room={PLENTY} />)).toBe(sentence);
});

test("shows nothing before the first recording has chosen its storage", () => {
  expect(renderText(() => <StorageLine storage={undefined} room={PLENTY} />)).toBe("");
});

test.each([2, 0])("warns while the device has room for %i minutes", (minutes) => {
  const room = { kind: "low", minutes } as const;
  expect(renderText(() => <StorageLine storage={undefined} room={room} />)).toBe(
    `This device is nearly full: room for about ${minutes} more minutes. Free some space; what is recorded stays.`,
  );
});
