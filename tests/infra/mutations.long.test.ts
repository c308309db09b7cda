// The rules can fail: each mutation is a possible mistake in infra/, and the rules named beside it must
// notice it.
import { expect, it } from "vitest";
import { IN_ALARMS } from "./mistakes/alarms.ts";
import { IN_BUDGET } from "./mistakes/budget.ts";
import { IN_BUCKET_AND_FUNCTIONS } from "./mistakes/bucket-and-functions.ts";
import { IN_THE_DOOR } from "./mistakes/door.ts";
import { IN_SIGN_UP } from "./mistakes/sign-up.ts";
import { rules } from "./rules.ts";
import { synthesize } from "../fixtures/synthesis/synthesize.ts";

const API = "infra/api.ts";
const MISTAKES = [
  ...IN_BUCKET_AND_FUNCTIONS,
  ...IN_THE_DOOR,
  ...IN_SIGN_UP,
  ...IN_ALARMS,
  ...IN_BUDGET,
];

it.each(MISTAKES)("the rules notice $what", async ({ breaks, ...mutation }) => {
  const graph = await synthesize({ stage: "production", mutation });
  const broken = rules.filter((rule) => {
    try {
      rule.check(graph, { name: "production", isPermanent: true });
      return false;
    } catch {
      return true;
    }
  });
  expect(broken.map(({ name }) => breaks.find((start) => name.startsWith(start)) ?? name)).toEqual(
    breaks,
  );
});

it("SST itself refuses a second component of the same name", async () => {
  const synthesis = synthesize({
    stage: "production",
    mutation: { file: API, from: 'sst.Linkable("Recordings"', to: 'sst.Linkable("Site"' },
  });
  await expect(synthesis).rejects.toThrow("Component name Site is not unique.");
});

it("refuses to deploy a stage without the secret of its sessions", async () => {
  const synthesis = synthesize({
    stage: "production",
    mutation: { file: API, from: 'sst.Secret("SessionKeys")', to: 'sst.Secret("Unset")' },
  });
  await expect(synthesis).rejects.toThrow("Set a value for Unset");
});
