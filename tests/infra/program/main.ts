// Runs sst.config.ts with SST's own components, and sends to the parent process what AWS would have
// been asked for. Pulumi's mocks stand where its engine does; nothing leaves the machine.
// Bundled by ../synthesize.ts, as SST bundles a config; run by host.ts.
import { runtime } from "@pulumi/pulumi";
import { run } from "../../../.sst/platform/src/auto/run.ts";
import type { Graph, Inputs } from "../graph.ts";
import { answerCall, stateOf } from "./aws-answers.ts";
import { startSstServer } from "./sst-server.ts";

/** Pulumi wraps a secret in an object with this key. */
const SECRET = "4dabf18193072939515e22adb298388d";

const graph: Graph = { resources: [], builds: [] };

await runtime.setMocks(
  {
    newResource: ({ type, name, inputs: given }) => {
      // A dynamic resource brings the source of its own provider along.
      const { __provider: _code, ...inputs } = given as Inputs;
      graph.resources.push({ type, name, inputs: withoutSecrets(inputs) as Inputs });
      return { id: `${name}-id`, state: { ...inputs, ...stateOf(type, name, inputs) } };
    },
    call: ({ token, inputs }) => answerCall(token, inputs as Inputs),
  },
  $app.name,
  $app.stage,
  false,
);
process.env["SST_SERVER"] = await startSstServer((build) => graph.builds.push(build));

const { default: config } = await import("../../../sst.config.ts");
await runtime.runInPulumiStack(() => run(() => config.run()));

// Outputs go on resolving after the program has run; an empty event loop means none is left.
process.once("beforeExit", () => process.send?.(graph));

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const fields: Record<string, unknown> = { ...value };
  if (SECRET in fields) return withoutSecrets(fields["value"]);
  return Object.fromEntries(
    Object.entries(fields).map(([key, inner]) => [key, withoutSecrets(inner)]),
  );
}
