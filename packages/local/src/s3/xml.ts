// The little XML that S3 speaks: a writer, and a reader for its two small request documents. Not a
// general parser: attributes other than xmlns, comments, CDATA and DOCTYPE are refused.
import type { ServerResponse } from "node:http";
import { S3Error } from "./errors.ts";

export interface XmlElement {
  readonly name: string;
  /** Either text or children: white space between children is dropped. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** An element with escaped text. */
export function textElement(name: string, text: string | number | boolean): string {
  return `<${name}>${escapeXml(String(text))}</${name}>`;
}

/** An element around others that are already XML. */
export function element(name: string, ...children: readonly string[]): string {
  return `<${name}>${children.join("")}</${name}>`;
}

export function sendXml(
  response: ServerResponse,
  status: number,
  root: string,
  ...children: readonly string[]
): void {
  const namespace = root === "Error" ? "" : ` xmlns="${NAMESPACE}"`;
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace}>${children.join("")}</${root}>`;
  response.writeHead(status, {
    "content-type": "application/xml",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

/** Control characters become references, as S3 writes them; XML 1.0 has no other way. */
function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- it looks for control characters
  return text.replace(/[<>&"\u0000-\u001f]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

const named: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

function unescapeXml(text: string): string {
  return text.replace(/&([^;&]{0,10});?/g, (_, reference: string) => {
    const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(reference) ?? [];
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (point <= 0x10ffff) return String.fromCodePoint(point);
    const mark = named[reference];
    if (mark === undefined) throw malformed();
    return mark;
  });
}

/** @throws {S3Error} MalformedXML */
export function parseXml(text: string): XmlElement {
  const body = text.replace(/^\uFEFF?\s*<\?xml[^?]*\?>/, "").trim();
  const tokens = body.match(/<[^<>]*>|[^<>]+/g) ?? [];
  if (tokens.join("") !== body) throw malformed();
  const open: { name: string; text: string; children: XmlElement[] }[] = [
    { name: "", text: "", children: [] },
  ];
  for (const token of tokens) {
    const [, end, name, empty] =
      /^<(\/?)([A-Za-z][A-Za-z0-9]*)(?: xmlns="[^"]*")?\s*(\/?)>$/.exec(token) ?? [];
    const current = open.at(-1);
    if (current === undefined) throw malformed();
    if (!token.startsWith("<")) current.text += unescapeXml(token);
    else if (name === undefined) throw malformed();
    else if (end === "") {
      const opened = { name, text: "", children: [] };
      current.children.push(opened);
      if (empty === "") open.push(opened);
    } else if (current.name === name) open.pop();
    else throw malformed();
  }
  const root = open[0]?.children[0];
  if (open.length !== 1 || open[0]?.children.length !== 1 || root === undefined) throw malformed();
  return root;
}

/** Text of the one child of that name. @throws {S3Error} MalformedXML */
export function childText(parent: XmlElement, name: string): string {
  const found = parent.children.filter((child) => child.name === name);
  const [only] = found;
  if (found.length !== 1 || only === undefined) throw malformed();
  return only.text;
}

export const malformed = (): S3Error =>
  new S3Error(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema.",
  );
