import { expect, test } from "vitest";
import { personName } from "./person-name.ts";

test.each<[string, { name?: string; email?: string }]>([
  ["Ada Ortiz", { name: "Ada Ortiz", email: "ada@example.com" }],
  ["Ada Ortiz", { name: "  Ada Ortiz " }],
  ["ada.ortiz", { email: "ada.ortiz@example.com" }],
  ["ada", { name: " \u200B", email: "ada@example.com" }],
  ["hosts", {}],
  ["hosts", { name: "", email: "@example.com" }],
])("calls a person %s", (shown, facts) => {
  expect(personName({ userType: "hosts", ...facts })).toBe(shown);
});
