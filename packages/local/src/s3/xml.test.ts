import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { childText, parseXml, textElement } from "./xml.ts";

test("any written text reads back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(parseXml(textElement("Key", `|${text}|`))).toMatchObject({ text: `|${text}|` });
    }),
  );
});

test("a document as the SDK sends it is read", () => {
  const root = parseXml(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n' +
      "  <Object><Key>a &amp; &lt;b&gt; &#x1F4A5;</Key></Object>\n  <Quiet/>\n</Delete>",
  );
  expect(root.name).toBe("Delete");
  expect(root.children.map(({ name }) => name)).toEqual(["Object", "Quiet"]);
  expect(childText(root.children[0] ?? root, "Key")).toBe("a & <b> 💥");
});

describe("the reader refuses", () => {
  test.each([
    ["nothing", ""],
    ["text alone", "text"],
    ["two roots", "<a></a><b></b>"],
    ["an element left open", "<a><b></a>"],
    ["an end without a start", "</a>"],
    ["a stray mark", "<a><</a>"],
    ["an attribute", '<a x="1"></a>'],
    ["a comment", "<a><!-- x --></a>"],
    ["a document type, and so every entity bomb", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ["an unknown entity", "<a>&b;</a>"],
    ["a reference beyond Unicode", "<a>&#x110000;</a>"],
    ["a bare ampersand", "<a>a & b</a>"],
  ])("%s", (_, text) => {
    expect(() => parseXml(text)).toThrow(/not well-formed/);
  });

  test("a child that is missing or there twice", () => {
    expect(() => childText(parseXml("<a></a>"), "Key")).toThrow(/not well-formed/);
    expect(() => childText(parseXml("<a><Key>1</Key><Key>2</Key></a>"), "Key")).toThrow(
      /not well-formed/,
    );
  });
});
