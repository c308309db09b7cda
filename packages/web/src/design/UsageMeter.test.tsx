import { expect, test } from "vitest";
import { renderToString } from "solid-js/web";
import { UsageMeter } from "./UsageMeter.tsx";

test("shows how much is stored as a bar and in figures, and describes the menu in words", () => {
  const usage = {
    share: 0.932,
    written: "9.3 of 10 GB",
    inBucket: "9.3 of 10 GB in your bucket",
    spoken: "9.3 of 10 gigabytes in your bucket",
    isNearlyFull: true,
    isFull: false,
  };
  const html = renderToString(() => <UsageMeter id="description" usage={usage} />);
  expect(html).toMatch(/id="description"[^>]*>9\.3 of 10 gigabytes in your bucket</);
  expect(html).toContain("9.3 of 10 GB in your bucket");
  expect(html).toMatch(/inline-size:\s*93%/);
  expect(html).toContain("usage warns");
});
