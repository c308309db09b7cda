// Bodies: large ones stream, cut-off ones leave nothing, and those without a length are refused.
import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import { request as secureRequest } from "node:https";
import { afterAll, expect, test } from "vitest";
import { openTarget } from "./target.ts";
import { sendRaw } from "./wire.ts";

const target = await openTarget();
afterAll(() => target[Symbol.asyncDispose]());

/** Opens a PUT whose body the test writes by hand. */
function openPut(url: string, headers: Record<string, string>) {
  const open = url.startsWith("https:") ? secureRequest : request;
  return open(url, { method: "PUT", headers });
}

test("stores 150 MB that arrive piece by piece", async () => {
  const block = randomBytes(1024 * 1024);
  const blocks = 150;
  const sent = createHash("sha256");
  const outgoing = openPut(await target.presignPut("large"), {
    "content-length": String(block.length * blocks),
  });
  const status = new Promise<number | undefined>((resolve, reject) => {
    outgoing.on("response", (incoming) => resolve(incoming.resume().statusCode));
    outgoing.on("error", reject);
  });
  for (let i = 0; i < blocks; i++) {
    sent.update(block);
    if (!outgoing.write(block)) await new Promise((resolve) => outgoing.once("drain", resolve));
  }
  outgoing.end();
  expect(await status).toBe(200);

  const received = createHash("sha256");
  const response = await fetch(await target.presignGet("large"));
  for await (const piece of response.body ?? []) received.update(piece);
  expect(received.digest("hex")).toBe(sent.digest("hex"));
});

test("refuses a body without a length", async () => {
  const headers = { "transfer-encoding": "chunked" };
  const url = await target.presignPut("unmeasured");
  const answer = await sendRaw(url, { method: "PUT", headers, body: "x" });
  expect(answer).toMatchObject({ status: 411, code: "MissingContentLength" });
});

test("stores nothing of a body that is cut off", async () => {
  const outgoing = openPut(await target.presignPut("cut"), { "content-length": "10000" });
  const broken = new Promise((resolve) => outgoing.on("error", resolve));
  await new Promise((resolve) => outgoing.write(Buffer.alloc(5000), resolve));
  outgoing.destroy(new Error("cut off"));
  await broken;
  expect(await target.load("cut")).toBeUndefined();
});
