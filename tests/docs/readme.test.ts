// The commands that the README tells people to type, run as they stand there, against a stack of our own.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { grant as grantShape } from "@tapedeck/core/contract";
import { useStack } from "../fixtures/stack/use-stack.ts";

const run = promisify(execFile);
const stack = await useStack();

test("the commands of the README answer as it says, S3 takes the bytes of its grant, and they are found on the disk", async () => {
  const page = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const section = page.slice(page.indexOf("## Call it"), page.indexOf("## Find it"));
  const [, findFiles = ""] = /```sh\n(sed .+?)```/s.exec(page) ?? [];
  const [askWho = "", askGrant = ""] = [...section.matchAll(/```sh\n(.+?)```/gs)].map(
    ([, block = ""]) => block.replaceAll("http://localhost:4747", stack.url),
  );
  const [, shown = ""] = /```json\n(.+?)```/s.exec(section) ?? [];
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-readme-"));
  const npm = `npm() { printf %s "$GIVEN_TOKEN"; }`;
  const env = { PATH: process.env["PATH"], GIVEN_TOKEN: await stack.tokenOf("ada") };
  const sh = async (script: string) =>
    JSON.parse((await run("sh", ["-c", `${npm}\n${script}`], { cwd: dir, env })).stdout) as {
      result: { data: Record<string, unknown> };
    };

  const who = await sh(askWho);
  const { result } = JSON.parse(shown) as typeof who;
  expect(Object.keys(who.result.data)).toEqual(Object.keys(result.data));
  expect(who.result.data).toMatchObject({ userType: "hosts", provider: "cognito" });

  // The shell of the second block knows the token that the first one asked for.
  const grant = grantShape.parse((await sh(`TOKEN=$(npm)\n${askGrant}`)).result.data);
  const put = { method: "PUT", headers: grant.headers, body: "any bytes" };
  expect((await fetch(grant.url, put)).status).toBe(200);
  expect((await fetch(grant.url, put)).status).toBe(412);

  await symlink(stack.dataDir, join(dir, ".tapedeck"));
  const { stdout } = await run("sh", ["-c", findFiles], { cwd: dir, env });
  const found = stdout.split("\n").map((line) => line.split(/\s+/));
  const [name = ""] = found.find(([, key]) => key === grant.key) ?? [];
  const file = join(dir, ".tapedeck/s3/tapedeck-local/bytes", name);
  expect(await readFile(file, "utf8")).toBe("any bytes");
  await rm(dir, { recursive: true });
});
