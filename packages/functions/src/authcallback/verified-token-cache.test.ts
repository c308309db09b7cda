import { expect, test } from "vitest";
import { withVerifiedTokenCache } from "./verified-token-cache.ts";
import type { TokenVerifier } from "./token-verifier.ts";

function makeVerifier(maxRemembered?: number) {
  let nowMs = 0;
  const checked: string[] = [];
  const verify: TokenVerifier = async (token) => {
    checked.push(token);
    if (token.startsWith("forged")) throw new Error("refused");
    return { sub: token, exp: 300 };
  };
  const remembering = withVerifiedTokenCache(
    verify,
    { nowMicros: () => nowMs * 1000 },
    maxRemembered,
  );
  return { checked, verify: remembering, setTime: (ms: number) => (nowMs = ms) };
}

test("a token is checked once, and its claims are its own", async () => {
  const { verify, checked } = makeVerifier();
  await verify("a");
  await verify("b");
  expect(await verify("a")).toMatchObject({ sub: "a" });
  expect(await verify("b")).toMatchObject({ sub: "b" });
  expect(checked).toEqual(["a", "b"]);
});

test("a token is forgotten in the second in which it expires", async () => {
  const { verify, checked, setTime } = makeVerifier();
  await verify("a");
  setTime(299_999);
  await verify("a");
  setTime(300_000);
  await verify("a");
  expect(checked).toEqual(["a", "a"]);
});

test("a refused token is checked each time", async () => {
  const { verify, checked } = makeVerifier();
  await expect(verify("forged")).rejects.toThrow("refused");
  await expect(verify("forged")).rejects.toThrow("refused");
  expect(checked).toHaveLength(2);
});

test("the cache keeps the newest tokens, and no more than it may", async () => {
  const { verify, checked } = makeVerifier(2);
  for (const token of ["a", "b", "c", "c", "b", "a"]) await verify(token);
  expect(checked).toEqual(["a", "b", "c", "a"]);
});
