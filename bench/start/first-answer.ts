// The program that is measured: a fresh process that loads a handler and answers one event.
// Called with the bundle and the event's file, or with nothing: then it is what Node itself costs.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

export interface FirstAnswer {
  /** User and system, since the process was started. */
  readonly cpuMs: number;
  readonly answer?: { readonly statusCode?: number; readonly body?: string };
}

type Handler = (event: unknown, context: unknown) => Promise<FirstAnswer["answer"]>;

const [bundle, eventFile] = process.argv.slice(2);
const answer = await firstAnswer();
const { user, system } = process.cpuUsage();
process.stdout.write(JSON.stringify({ cpuMs: (user + system) / 1000, answer }), () =>
  process.exit(),
);

async function firstAnswer(): Promise<FirstAnswer["answer"]> {
  if (bundle === undefined || eventFile === undefined) return undefined;
  const event: unknown = JSON.parse(readFileSync(eventFile, "utf8"));
  const { handler } = (await import(pathToFileURL(bundle).href)) as { handler: Handler };
  return handler(event, { awsRequestId: "00000000-0000-4000-8000-000000000000" });
}
