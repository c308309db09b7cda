import { describe, expect, test } from "vitest";
import { CommandError, parsePort, sentenceFor } from "./command.ts";

const systemError = (code: string, facts: object = {}) =>
  Object.assign(new Error(`${code}: syscall failed`), { code, ...facts });

describe("a failed command", () => {
  test.each<[Error, RegExp]>([
    [new CommandError("Mend this."), /^Mend this\.$/],
    [systemError("EADDRINUSE", { port: 4747 }), /^Port 4747 is taken/],
    [systemError("EACCES", { path: "/data" }), /^\/data cannot be written/],
    [systemError("EROFS", { path: "/data" }), /^\/data cannot be written/],
    [systemError("EACCES", { port: 80 }), /^Port 80 needs rights/],
    [systemError("ENOTDIR", { path: "/file/data" }), /^\/file\/data is not a folder/],
  ])("prints one sentence for %s", (error, sentence) => {
    expect(sentenceFor(error)).toMatch(sentence);
    expect(sentenceFor(error)).not.toContain("\n");
  });

  test("prints the stack of a bug of ours", () => {
    expect(sentenceFor(new TypeError("x is not a function"))).toContain("command.test.ts");
  });
});

describe("--port", () => {
  test.each(["0", "80", "65535"])("takes %s", (text) => {
    expect(parsePort(text)).toBe(Number(text));
  });

  test.each(["", "-1", "65536", "1.5", "0x50", "80 "])("refuses %j and shows it", (text) => {
    expect(() => parsePort(text)).toThrow(JSON.stringify(text));
  });
});
