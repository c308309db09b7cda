import { expect, test } from "vitest";
import * as fc from "fast-check";
import { bytesOfBase64 } from "./base64.ts";

test("base64 that Node has encoded decodes to the same bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const text = Buffer.from(bytes).toString("base64");
      expect([...bytesOfBase64(text)]).toEqual([...bytes]);
    }),
  );
});
