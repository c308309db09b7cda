import { expect, test } from "vitest";
import { initialsOf, personName } from "./person-name.ts";

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

test.each([
  ["Ada Ortiz", "AO"],
  ["ada.ortiz", "AO"],
  ["Ada", "A"],
  ["Ada Maria Ortiz", "AO"],
  ["𝒜da 🎈", "𝒜🎈"],
  ["hosts", "H"],
])("the initials of %s are %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
