import { expect, test } from "vitest";
import { fileName } from "./file-name.ts";

const AT = new Date(2026, 10, 24, 15, 4).getTime();

test.each([
  ["Interview with Grandma, part 2", "2026-11-24 15.04 Interview with Grandma, part 2.wav"],
  [undefined, "2026-11-24 15.04.wav"],
  ["  ", "2026-11-24 15.04.wav"],
  ["../../etc/passwd", "2026-11-24 15.04 __.._etc_passwd.wav"],
  ["invoice\u202egpj.exe", "2026-11-24 15.04 invoice_gpj.exe.wav"],
  ["a\r\nb\0c", "2026-11-24 15.04 a__b_c.wav"],
])("the file of a recording called %j has the local time and a safe name", (title, name) => {
  expect(fileName(AT, title, ".wav")).toBe(name);
});

test("the name of a title of 10,000 characters fits into a file system", () => {
  expect(Buffer.byteLength(fileName(AT, "東".repeat(10_000), ".wav"))).toBeLessThan(255);
});
