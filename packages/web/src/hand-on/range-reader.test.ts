import { afterEach, expect, test, vi } from "vitest";
import { createRangeReader, type RangeReaderPorts } from "./range-reader.ts";

const FILE = Uint8Array.from({ length: 100 }, (_, index) => index);

afterEach(() => {
  vi.unstubAllGlobals();
});

interface Ask {
  readonly url: string;
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
}

/** A bucket that answers by script, and then with what is asked for. */
function scriptedBucket(...script: ((ask: Ask) => Response | Promise<Response>)[]) {
  const asks: string[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const { range } = init.headers as { range: string };
    const [from = 0, last = 0] = range.slice("bytes=".length).split("-").map(Number);
    asks.push(`${url} ${from} to ${last + 1}`);
    const ask = { url, from, to: last + 1, signal: init.signal as AbortSignal };
    return (script.shift() ?? whole)(ask);
  });
  return asks;
}

const whole = ({ from, to }: Ask) => new Response(FILE.slice(from, to), { status: 206 });
const refused = () => new Response("<Error/>", { status: 403 });
const lost = () => Promise.reject(new TypeError("Failed to fetch"));
/** So many bytes, and then the connection breaks. */
const broken =
  (count: number) =>
  ({ from }: Ask) => {
    let isGiven = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (isGiven) controller.error(new TypeError("network error"));
        else controller.enqueue(FILE.slice(from, from + count));
        isGiven = true;
      },
    });
    return new Response(body, { status: 206 });
  };
const silent = ({ signal }: Ask) =>
  new Promise<Response>((_, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
  });

/** The page gives URLs with numbers, one for each failure that it hears of. */
function readerOf(ports: Pick<RangeReaderPorts, "stallMs"> = {}) {
  const heard: (number | "recovered")[] = [];
  const reader = createRangeReader({
    ...ports,
    onFailure: (failures) => {
      heard.push(failures);
      const count = heard.filter((each) => each !== "recovered").length;
      setTimeout(() => reader.useUrl(`/${count}`));
    },
    onRecovery: () => heard.push("recovered"),
  });
  reader.useUrl("/0");
  return { ...reader, heard };
}

test("goes on with a new URL where the connection broke, and reads no byte twice", async () => {
  const asks = scriptedBucket(broken(30), lost, refused);
  const { read, heard } = readerOf();
  expect(await read(10, 90)).toEqual(FILE.slice(10, 90));
  expect(asks).toEqual(["/0 10 to 90", "/1 40 to 90", "/2 40 to 90", "/3 40 to 90"]);
  expect(heard).toEqual([1, 2, 3, "recovered"]);
  await read(0, 5);
  expect(heard).toHaveLength(4);
});

test("asks for one new URL for all reads that fail together, and each of them goes on", async () => {
  const asks = scriptedBucket(refused, refused);
  const { read, heard } = readerOf();
  const [one, two] = await Promise.all([read(0, 20), read(60, 100)]);
  expect(one).toEqual(FILE.slice(0, 20));
  expect(two).toEqual(FILE.slice(60, 100));
  expect(asks.slice(2)).toEqual(["/1 0 to 20", "/1 60 to 100"]);
  expect(heard).toEqual([1, "recovered"]);
});

test("gives up a connection that gives nothing, and an answer that ends too early", async () => {
  const short = ({ from }: Ask) => new Response(FILE.slice(from, from + 5), { status: 206 });
  const asks = scriptedBucket(silent, short);
  const { read } = readerOf({ stallMs: 20 });
  expect(await read(0, 50)).toEqual(FILE.slice(0, 50));
  expect(asks).toEqual(["/0 0 to 50", "/1 0 to 50", "/2 5 to 50"]);
});

test("takes no answer that ignores the range", async () => {
  const asks = scriptedBucket(() => new Response(FILE, { status: 200 }));
  expect(await readerOf().read(50, 60)).toEqual(FILE.slice(50, 60));
  expect(asks).toHaveLength(2);
});
