// Runs the whole SST program for a personal stage and for production, and checks every rule.
import { beforeAll, describe, expect, it } from "vitest";
import type { Graph } from "../fixtures/synthesis/graph.ts";
import type { Stage } from "./rule.ts";
import { families } from "./rules.ts";
import { synthesize } from "../fixtures/synthesis/synthesize.ts";

const STAGES: readonly Stage[] = [
  { name: "alex", isPermanent: false },
  { name: "production", isPermanent: true },
];

describe.each(STAGES)("the stage $name", (stage) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await synthesize({ stage: stage.name });
  });

  describe.each(Object.entries(families))("%s", (_family, rules) => {
    it.each(rules)("$name", (rule) => {
      expect(rule.check(graph, stage)).toBeUndefined();
    });
  });
});
