import { expect, test } from "vitest";
import { createTakeover } from "./takeover.ts";

function setUp(pages: number) {
  const taken = { times: 0 };
  const takeover = createTakeover({
    files: ["/assets/app-2.js", "/assets/app-2.css", "/assets/same.js"],
    countPages: async () => pages,
    skipWaiting: async () => {
      taken.times += 1;
    },
  });
  return { takeover, taken };
}

test("takes over when the page that asks is the only one", async () => {
  const { takeover, taken } = setUp(1);
  expect(await takeover.answer({ kind: "take-over" })).toBe(true);
  expect(taken.times).toBe(1);
  expect(await takeover.mayForgetOlder()).toBe(true);
});

test("waits, and keeps the files of older builds, while another page is open", async () => {
  const { takeover, taken } = setUp(2);
  expect(await takeover.answer({ kind: "take-over" })).toBe(false);
  expect(taken.times).toBe(0);
  expect(await takeover.mayForgetOlder()).toBe(false);
});

test.each([
  { pageFiles: ["/assets/app-2.js", "/assets/app-2.css"], isOther: false },
  { pageFiles: ["/assets/app-1.js", "/assets/same.js"], isOther: true },
  { pageFiles: ["/assets/app-2.js", "/assets/app-1.css"], isOther: true },
])("says whether a page of $pageFiles is of another build", async ({ pageFiles, isOther }) => {
  const { takeover } = setUp(1);
  expect(await takeover.answer({ kind: "is-other-build", pageFiles })).toBe(isOther);
});
