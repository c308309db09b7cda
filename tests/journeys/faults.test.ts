// How a page sees each fault: each strike is one failure that the browser does not repair by itself, and the
// page can read S3's error code.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "@tapedeck/local/faults/fault-rule";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { BODY, prepareUpload, type Upload } from "../fixtures/stack/prepare-upload.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";

let stack: TestStack;
let browser: Browser;
let page: Page;
let token: string;
beforeAll(async () => {
  stack = await startTestStack();
  token = await stack.tokenOf("ada");
  browser = await openBrowser({ microphone: "granted" });
  page = await browser.newPage();
  await page.goto(stack.url);
});
afterAll(async () => {
  await browser.close();
  await stack[Symbol.asyncDispose]();
});

describe("a page that uploads", () => {
  // This test comes first, because browsers treat a reused connection differently from a new one.
  test("gets 200 without a fault", async () => {
    expect(await putFromPage(await prepareUpload(stack, token))).toBe("200 ");
  });

  test.each<[Fault, string, boolean]>([
    [{ at: "s3", kind: "drop" }, "no answer", false],
    [{ at: "s3", kind: "lose-answer" }, "no answer", true],
    [{ at: "s3", kind: "truncate" }, "no answer", true],
    [{ at: "s3", kind: "unavailable" }, "503 ServiceUnavailable", false],
    [{ at: "s3", kind: "slow-down" }, "503 SlowDown", false],
    [{ at: "s3", kind: "expired" }, "403 AccessDenied", false],
    [{ at: "s3", kind: "refuse", code: "InvalidAccessKeyId" }, "403 InvalidAccessKeyId", false],
    [{ at: "s3", kind: "foreign", status: 403 }, "no answer", false],
    [{ at: "s3", kind: "foreign", status: 403, readable: true }, "403 ", false],
    [{ at: "s3", kind: "duplicate" }, "412 PreconditionFailed", true],
  ])("meets the fault %j once and sees %s; stored: %s", async (fault, met, isStored) => {
    const upload = await prepareUpload(stack, token);
    const rule = { ...fault, match: { method: "PUT" }, times: 1 };
    stack.faults.add(rule);
    expect(await putFromPage(upload)).toBe(met);
    expect(stack.faults.hits.get(rule)).toBe(1);
    expect(await upload.storedBytes()).toBe(isStored ? BODY.length : undefined);
    expect(await putFromPage(upload)).toBe(isStored ? "412 PreconditionFailed" : "200 ");
  });
});

/** @returns the status and S3's error code, as a script reads them */
function putFromPage({ grant }: Upload): Promise<string> {
  return page.evaluate(
    async ({ url, headers, body }) => {
      try {
        const answer = await fetch(url, { method: "PUT", headers, body });
        const code = /<Code>(.*)<\/Code>/.exec(await answer.text())?.[1];
        return `${answer.status} ${code ?? ""}`;
      } catch {
        return "no answer";
      }
    },
    { url: grant.url, headers: grant.headers, body: BODY.toString() },
  );
}
