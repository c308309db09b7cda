// The API's cold start: CPU from the spawn of a process to its first answer, beside the same handler
// written naively. Both are bundled as `sst deploy` does and fetch the pool's keys over HTTP.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { buildFunction } from "../../tests/fixtures/lambda/build-function.ts";
import { linksToStack, roleOfStack } from "../../tests/fixtures/lambda/links-to-stack.ts";
import { synthesize } from "../../tests/fixtures/synthesis/synthesize.ts";
import { forgetUsage } from "../../tests/fixtures/stack/forget-usage.ts";
import { startTestStack, type TestStack } from "../../tests/fixtures/stack/test-stack.ts";
import { bundleProgram } from "../bundle-program.ts";
import { installPeers } from "../peers/install.ts";
import type { Group, Measured, Row } from "../row.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import { me, presign, refuseBadGrant, startAndAsk, startNothing, type Variant } from "./variant.ts";

const RUNS = 15;
const NAIVE = "bench/peers/naive-handler.handler";
const PEER = "naive handler";
const CALLS = { me, presign };

export const startGroup: Group = {
  name: "start",
  measure: (runs = RUNS) => inTemporaryFolder((dir) => measure(dir, runs)),
};

async function measure(dir: string, runs: number): Promise<Measured> {
  await installPeers();
  // One token for all runs.
  await using stack = await startTestStack({ accessTokenTtlSeconds: 3600 });
  const token = await stack.tokenOf("ada");
  const variants = await buildVariants(dir, stack);
  const program = join(dir, "first-answer.mjs");
  await bundleProgram(new URL("./first-answer.ts", import.meta.url), program);

  const cpuMs = { ours: { me: [], presign: [] }, naive: { me: [], presign: [] } } as Costs;
  const emptyMs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    emptyMs.push(await startNothing(program));
    for (const what of ["me", "presign"] as const) {
      for (const whose of ["ours", "naive"] as const) {
        // Each call begins a recording, and one person may leave eight of them open.
        await forgetUsage(stack);
        const answered = await startAndAsk(program, variants[whose], CALLS[what](token));
        cpuMs[whose][what].push(answered.cpuMs);
        if (run === 0 && what === "presign") await refuseBadGrant(answered.data);
      }
    }
  }
  const row = (name: string, what: keyof typeof CALLS): Row => ({
    name,
    unit: "ms",
    samples: cpuMs.ours[what],
    peer: { name: PEER, samples: cpuMs.naive[what] },
    aim: { ratio: 0.75 },
  });
  const startKB = ({ built }: Variant) => {
    const atStart = built.files.filter(({ isLoadedAtStart }) => isLoadedAtStart);
    return [atStart.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / 1000];
  };
  const rows = [
    row("spawn to first authorised answer, CPU", "me"),
    row("spawn to first grant, CPU", "presign"),
    { name: "spawn of an empty process, CPU", unit: "ms", samples: emptyMs },
    {
      name: "what the API loads before it answers",
      unit: "kB",
      samples: startKB(variants.ours),
      peer: { name: PEER, samples: startKB(variants.naive) },
    },
  ] satisfies Row[];
  return { rows };
}

type Costs = Record<"ours" | "naive", Record<keyof typeof CALLS, number[]>>;

async function buildVariants(dir: string, stack: TestStack) {
  const { builds } = await synthesize({ stage: "bench" });
  const api = builds.find(({ functionID }) => functionID === "Api");
  if (api === undefined) throw new Error("the program builds no function Api");
  const sealed = { links: linksToStack(api, stack), key: randomBytes(32) };
  const role = roleOfStack(stack);
  const ours = await buildFunction(api, sealed, join(dir, "ours"));
  const naive = await buildFunction({ ...api, handler: NAIVE }, sealed, join(dir, "naive"));
  const settings = { ISSUER: stack.cognito.issuer, BUCKET: stack.bucket };
  return {
    ours: { built: ours, environment: role },
    naive: { built: naive, environment: { ...role, ...settings } },
  } satisfies Record<string, Variant>;
}
