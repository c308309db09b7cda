import { describe, expect, test } from "vitest";
import { LIMITS } from "@tapedeck/core/limits";
import { cookie, refuseLargeBody } from "./lambda-http.ts";
import { httpEvent as event } from "./testing/http-event.ts";

describe("a cookie", () => {
  test("is found by its exact name", () => {
    const cookies = ["xsession=1", "session=2", "session2=3"];
    expect(cookie(event({ cookies }), "session")).toBe("2");
  });

  test("is ignored when it comes twice, because one of the two was planted", () => {
    expect(
      cookie(event({ cookies: ["session=mine", "session=theirs"] }), "session"),
    ).toBeUndefined();
  });

  test("may be one of several in a line, and hold what looks like another", () => {
    const cookies = ["a=1; session=b=2; c"];
    expect(cookie(event({ cookies }), "session")).toBe("b=2");
    expect(cookie(event({ cookies }), "b")).toBeUndefined();
    expect(cookie(event({ cookies }), "c")).toBeUndefined();
  });
});

describe("the limit of a request body", () => {
  const { requestBytes } = LIMITS;

  test("lets the limit pass and refuses one byte more, naming both", () => {
    refuseLargeBody(event({ body: "a".repeat(requestBytes) }));
    expect(() => refuseLargeBody(event({ body: "a".repeat(requestBytes + 1) }))).toThrow(
      `may have ${requestBytes} bytes, got ${requestBytes + 1}`,
    );
  });

  test("counts bytes, not characters, and sees through base64", () => {
    expect(() => refuseLargeBody(event({ body: "é".repeat(requestBytes / 2 + 1) }))).toThrow(
      `got ${requestBytes + 2}`,
    );
    const body = Buffer.alloc(requestBytes + 3).toString("base64");
    expect(() => refuseLargeBody(event({ body, isBase64Encoded: true }))).toThrow(
      `may have ${requestBytes} bytes`,
    );
  });
});
