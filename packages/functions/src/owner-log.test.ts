import { expect, test } from "vitest";
import type { LogFields } from "./log.ts";
import { createOwnerLog } from "./owner-log.ts";

const ADA = { userType: "hosts", provider: "cognito", sub: "ada" };
const BEN = { ...ADA, sub: "ben" };

function setUp() {
  const lines: [level: string, message: string, fields: LogFields | undefined][] = [];
  const time = { nowMs: 0 };
  const log = createOwnerLog(
    {
      info: (message, fields) => lines.push(["info", message, fields]),
      error: (message, fields) => lines.push(["error", message, fields]),
    },
    { nowMicros: () => time.nowMs * 1000 },
  );
  return { lines, log, time };
}

test("a refused upload is a line with its status and S3's code, and nothing of the person", () => {
  const { lines, log } = setUp();
  log.uploadRefused(ADA, "r1", { status: 403, code: "AccessDenied" });
  log.uploadRefused(BEN, "r2", {});
  expect(lines).toEqual([
    ["info", "upload refused", { requestId: "r1", status: 403, s3Code: "AccessDenied" }],
    ["info", "upload refused", { requestId: "r2", status: undefined, s3Code: undefined }],
  ]);
});

test("a store without checksums is an error, with how many segments were asked about", () => {
  const { lines, log } = setUp();
  log.checksumAbsent(ADA, "r1", 6);
  expect(lines).toEqual([["error", "checksum absent", { requestId: "r1", segmentCount: 6 }]]);
});

test("each person and kind has one line a minute", () => {
  const { lines, log, time } = setUp();
  const refuse = () => log.uploadRefused(ADA, "r", { status: 403 });
  for (; time.nowMs < 60_000; time.nowMs += 1000) refuse();
  expect(lines).toHaveLength(1);
  log.checksumAbsent(ADA, "r", 1);
  log.uploadRefused(BEN, "r", {});
  expect(lines).toHaveLength(3);
  refuse();
  expect(lines).toHaveLength(4);
});

test("ten thousand others do not bring a person's line forward", () => {
  const { lines, log, time } = setUp();
  for (let k = 0; k < 9_999; k++) log.uploadRefused({ ...ADA, sub: `p${k}` }, "r", {});
  log.uploadRefused(ADA, "r", {});
  const lineCount = lines.length;
  log.uploadRefused(BEN, "r", {});
  log.uploadRefused(ADA, "r", {});
  expect(lines).toHaveLength(lineCount + 1);
  time.nowMs += 60_000;
  log.uploadRefused(ADA, "r", {});
  expect(lines).toHaveLength(lineCount + 2);
});
