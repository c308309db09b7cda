// How much memory a page takes while it works, workers included: what its process holds more than before.
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";

const EVERY_MS = 100;

/** @returns the most that the renderers held above what they held at the start, in MB of 1,000,000 bytes */
export async function peakMemoryMb<Result>(
  page: Page,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly peakMb: number }> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("the page has no browser whose processes could be read");
  const session = await browser.newBrowserCDPSession();
  const heldBytes = async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const renderers = processInfo.filter(({ type }) => type === "renderer");
    const held = await Promise.all(renderers.map(({ id }) => residentBytes(id)));
    return held.reduce((sum, each) => sum + each, 0);
  };
  const before = await heldBytes();
  let [peak, isOver] = [before, false];
  const watching = (async () => {
    while (!isOver) {
      peak = Math.max(peak, await heldBytes());
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })();
  try {
    const result = await work();
    return { result, peakMb: (peak - before) / 1_000_000 };
  } finally {
    isOver = true;
    await watching;
  }
}

/** 0 of a process that has ended. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}
