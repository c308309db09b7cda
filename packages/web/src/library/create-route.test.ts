import { expect, test } from "vitest";
import { readAddress } from "./create-route.ts";

test.each([
  ["/", "", {}],
  ["/recordings", "", {}],
  ["/recordings/", "", {}],
  ["/recordings/a/b", "", {}],
  ["/recordings/2026-11-25-X", "", { id: "2026-11-25-X" }],
  ["/recordings/2026-11-25-X/", "?t=", { id: "2026-11-25-X" }],
  ["/recordings/2026-11-25-X", "?t=12.5", { id: "2026-11-25-X", atMs: 12_500 }],
  ["/recordings/2026-11-25-X", "?t=-1", { id: "2026-11-25-X" }],
  ["/recordings/2026-11-25-X", "?t=soon", { id: "2026-11-25-X" }],
])("reads the address %s%s", (path, query, route) => {
  expect(readAddress(path, query)).toEqual(route);
});
