// Types flow: a field renamed in core/contract breaks the compile of the app that shows it.
import { describe, expect, test } from "vitest";
import { useCopiedPackages } from "./copied-packages.ts";

const { compileWeb, replace } = useCopiedPackages();

describe("the compile of the app", () => {
  test("passes as the sources are", async () => {
    expect(await compileWeb()).toEqual({ code: 0, output: "" });
  });

  test("breaks where the app shows a field that the contract renamed", async () => {
    await replace("core/src/contract/session.ts", "prefix: z.string()", "root: z.string()");
    await replace("functions/src/router/session.ts", "prefix: userPrefix", "root: userPrefix");
    const { code, output } = await compileWeb();
    expect(code).toBe(1);
    expect(output).toMatch(/^packages\/web\/src\//m);
    expect(output).toContain("'prefix'");
    // The server side uses the new name too: only the app is wrong.
    expect(output).not.toMatch(/^packages\/(core|functions)\//m);
  });
});
