// The interfaces that others script against: npm start, npm run token, npm run s3.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCommand } from "../fixtures/run-command.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tapedeck-commands-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

interface ReadyLine {
  readonly ready: true;
  readonly url: string;
  readonly s3: string;
  readonly issuer: string;
  readonly bucket: string;
  readonly users: readonly { readonly name: string; readonly password: string }[];
}

describe("npm start", () => {
  test("prints one ready line, serves the app, gives out tokens, keeps its data, ends at Ctrl-C", async () => {
    const data = join(dir, "stack");
    const subs: string[] = [];
    for (const round of ["first", "second"]) {
      await using start = startCommand("start", ["--port", "0", "--data", data, "--json"]);
      const ready = JSON.parse(await start.line(/"ready":true/)) as ReadyLine;
      expect(Object.keys(ready)).toEqual(["ready", "url", "s3", "issuer", "bucket", "users"]);
      expect(ready.users.map(({ name }) => name)).toEqual(["ada", "ben"]);
      expect(await (await fetch(ready.url)).text()).toContain("<title>");

      await using token = startCommand("token", ["--url", ready.url, "--user", "ben"]);
      const printed = await token.finished;
      expect({ round, ...printed }).toMatchObject({ code: 0, stderr: "" });
      const answer = await fetch(`${ready.url}/trpc/session.me`, {
        headers: { authorization: `Bearer ${printed.stdout}` },
      });
      const { result } = (await answer.json()) as {
        result: { data: { sub: string; userType: string } };
      };
      expect(result.data.userType).toBe("guests");
      subs.push(result.data.sub);

      start.child.kill("SIGINT");
      expect(await start.finished).toMatchObject({ code: 0 });
    }
    expect(subs[0]).toBe(subs[1]);
  });

  test("prints in a greeting where to go and how to sign in", async () => {
    await using start = startCommand("start", [
      "--port",
      "0",
      "--data",
      join(dir, "greeting"),
      "--no-open",
    ]);
    await start.line(/Open {6}http:\/\/localhost:\d+/);
    await start.line(/Sign in {3}ada \/ /);
    await start.line(/Ctrl-C/);
    start.child.kill("SIGTERM");
    const { code, stdout } = await start.finished;
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/undefined|\[object/);
  });

  test("plays the faults of --faults, and names them in one line", async () => {
    await using start = startCommand("start", [
      "--port",
      "0",
      "--data",
      join(dir, "faults"),
      "--no-open",
      "--faults",
      "s3 slow-down 50%,api unavailable retry-after 9s every 2nd",
    ]);
    const opened = await start.line(/Open {6}http:\/\/localhost:\d+/);
    await start.line(/^ {4}Faults {4}s3 slow-down 50%, api unavailable retry-after 9s every 2nd$/);
    const url = `${opened.trim().split(/\s+/)[1]}/trpc/session.me`;
    expect((await fetch(url)).status).toBe(401);
    const struck = await fetch(url);
    expect(struck.status).toBe(503);
    expect(struck.headers.get("retry-after")).toBe("9");
    expect((await fetch(url)).status).toBe(401);
  });

  test("explains itself without starting anything", async () => {
    await using start = startCommand("start", ["--help"]);
    const { code, stdout, stderr } = await start.finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const option of ["--port", "--data", "--no-open", "--json", "--faults", "clock-skew"]) {
      expect(stdout).toContain(option);
    }
  });

  test("names a port that is taken, and exits with 1", async () => {
    const other = createServer().listen(0, "localhost");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    await using start = startCommand("start", [
      "--port",
      String(port),
      "--data",
      join(dir, "taken"),
    ]);
    const { code, stderr } = await start.finished;
    other.close();
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(
      `Port ${port} is taken: stop the program that uses it, or choose another with --port.`,
    );
  });

  test("names a folder it cannot use, and exits with 1", async () => {
    const file = join(dir, "a-file");
    await writeFile(file, "");
    await using start = startCommand("start", ["--port", "0", "--data", file]);
    const { code, stderr } = await start.finished;
    expect(code).toBe(1);
    expect(stderr).toContain(file);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test.each([
    [["--port", "eleven"], /--port must be a whole number from 0 to 65535, got "eleven"/],
    [["--prot", "80"], /--prot/],
    [["--faults", "s3 dorp"], /^--faults "s3 dorp": there is no fault "dorp"; see --help\.$/m],
  ])("refuses %j with one sentence", async (args, sentence) => {
    await using start = startCommand("start", args);
    const { code, stderr } = await start.finished;
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("npm run token", () => {
  test("says what to do when no stack runs", async () => {
    await using token = startCommand("token", ["--url", "http://localhost:9"]);
    const { code, stderr } = await token.finished;
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(
      "Nothing answers at http://localhost:9: run npm start first, or name it with --url.",
    );
  });

  test("knows only the seeded users", async () => {
    await using token = startCommand("token", ["--user", "mallory"]);
    const { code, stderr } = await token.finished;
    expect(code).toBe(1);
    expect(stderr.trim()).toBe('--user must be ada or ben, got "mallory".');
  });
});
