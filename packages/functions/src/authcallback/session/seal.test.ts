import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSealer } from "./seal.ts";

const sealer = createSealer([randomBytes(32)]);

describe("a seal", () => {
  test("gives back any JSON value it was given", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as unknown;
        expect(sealer.open("cookie", sealer.seal("cookie", value))).toEqual(json);
      }),
    );
  });

  test("opens for its own purpose only", () => {
    expect(sealer.open("sign-in", sealer.seal("session", "secret"))).toBeUndefined();
  });

  test("does not open when any one bit is flipped", () => {
    const sealed = Buffer.from(sealer.seal("cookie", { refreshToken: "r" }), "base64url");
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const forged = Buffer.from(sealed);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(sealer.open("cookie", forged.toString("base64url"))).toBeUndefined();
    }
  });

  test("does not open for arbitrary text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(sealer.open("cookie", text)).toBeUndefined();
      }),
    );
  });

  test("opens under a retired key while that key is still listed, and not afterwards", () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    const sealed = createSealer([older]).seal("cookie", 1);
    expect(createSealer([newer, older]).open("cookie", sealed)).toBe(1);
    expect(createSealer([newer]).open("cookie", sealed)).toBeUndefined();
  });
});
