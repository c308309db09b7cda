import { expect, test } from "vitest";
import * as fc from "fast-check";
import { bytesOfBase64 } from "./base64.ts";

test("gives the bytes back that Node has encoded", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const text = Buffer.from(bytes).toString("base64");
      expect([...bytesOfBase64(text)]).toEqual([...bytes]);
    }),
  );
});
