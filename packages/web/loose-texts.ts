// Finds the texts of a source that a person may read. A test asks it, so that each of them is in the catalogue.
import { parseSync, Visitor, type ESTree } from "vite";

/** A person reads or hears these, whatever they say. */
const READ_ATTRIBUTES = new Set([
  "alt",
  "aria-description",
  "aria-label",
  "aria-roledescription",
  "aria-valuetext",
  "fallback",
  "placeholder",
  "title",
]);

const HAS_LETTERS = /\p{L}{2}/u;
/** It begins as a sentence or a heading does, or has two words. */
const IS_WORDING = /^\P{L}*\p{Lu}\p{Ll}|\p{Ll} \p{L}{2}/u;

/** @returns each text, in the order of the source; a developer's message in an error is none */
export function looseTexts(fileName: string, source: string): readonly string[] {
  const found = new Map<number, string>();
  const spared: { readonly start: number; readonly end: number }[] = [];
  const take = (node: ESTree.Node) => {
    for (const { start, text } of textsOf(node)) if (HAS_LETTERS.test(text)) found.set(start, text);
  };
  const { program, errors } = parseSync(fileName, source);
  if (errors.length > 0) throw new Error(`${fileName}: ${errors[0]?.message}`);
  new Visitor({
    JSXText: (node) => {
      if (HAS_LETTERS.test(node.value)) found.set(node.start, node.value.trim());
    },
    JSXElement: ({ children }) => children.forEach(take),
    JSXFragment: ({ children }) => children.forEach(take),
    JSXAttribute: (node) => {
      const name = node.name.type === "JSXIdentifier" ? node.name.name : "";
      if (READ_ATTRIBUTES.has(name) && node.value) take(node.value);
      // Names of classes, types, roles and keys.
      else if (node.value?.type === "Literal" || name === "aria-keyshortcuts") spared.push(node);
    },
    NewExpression: (node) => {
      if (node.callee.type === "Identifier" && node.callee.name.endsWith("Error"))
        spared.push(node);
    },
    // Names of keys, errors and interfaces.
    BinaryExpression: ({ operator, left, right }) => {
      if (operator !== "+") spared.push(left, right);
    },
    SwitchCase: ({ test: value }) => {
      if (value !== null) spared.push(value);
    },
    ImportDeclaration: (node) => spared.push(node),
    ExportNamedDeclaration: ({ source }) => source && spared.push(source),
    ImportExpression: (node) => spared.push(node),
    TSLiteralType: (node) => spared.push(node),
    Literal: (node) => {
      if (typeof node.value === "string" && IS_WORDING.test(node.value)) {
        found.set(node.start, node.value);
      }
    },
    TemplateElement: (node) => {
      const text = node.value.cooked ?? "";
      if (IS_WORDING.test(text)) found.set(node.start, text);
    },
  }).visit(program);
  return [...found]
    .filter(([at]) => !spared.some(({ start, end }) => start <= at && at < end))
    .sort(([a], [b]) => a - b)
    .map(([, text]) => text);
}

/** The texts that an expression may become. */
function textsOf(node: ESTree.Node): readonly { readonly start: number; readonly text: string }[] {
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" ? [{ start: node.start, text: node.value }] : [];
    case "TemplateLiteral":
      return node.quasis.map(({ start, value }) => ({ start, text: value.cooked ?? "" }));
    case "JSXExpressionContainer":
      return textsOf(node.expression);
    case "ConditionalExpression":
      return [...textsOf(node.consequent), ...textsOf(node.alternate)];
    case "LogicalExpression":
    case "BinaryExpression":
      return node.operator === "+" || node.type === "LogicalExpression"
        ? [...textsOf(node.left), ...textsOf(node.right)]
        : [];
    default:
      return [];
  }
}
