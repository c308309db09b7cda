// docs/api.md as a text: printed from the router, the zod contract, the limits and the error catalogue.
import * as z from "zod";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { wireCodeOf } from "@tapedeck/core/wire-codes";
import { LIMITS } from "@tapedeck/core/limits";
import { RECORDING_TEXTS, rowsOf } from "../../packages/core/src/recording-texts.ts";
import { appRouter } from "@tapedeck/functions/router";
import { COMMON_ERRORS, CURL_PUT, curlOf, NOTES } from "./api-procedures.ts";
import { exampleRegion } from "./example-region.ts";
import { fieldTable } from "./field-table.ts";
import { findRecordingsSection } from "./find-recordings.ts";

export const EXAMPLE = new URL("examples/store-recording.ts", import.meta.url);

const definition = z.object({
  type: z.enum(["query", "mutation"]),
  meta: z.object({ scope: z.string() }),
  inputs: z.array(z.instanceof(z.ZodType)),
  output: z.instanceof(z.ZodType),
});

/** Every procedure of the router, by its name on the wire. */
export const procedures = new Map(
  Object.entries<unknown>(appRouter._def.procedures).map(([name, procedure]) => [
    name,
    definition.parse(Reflect.get(Object(procedure), "_def")),
  ]),
);

export function apiPage(): string {
  return `# API

tRPC 11 over HTTP under \`/trpc\`; plain JSON, so \`curl\` works too. A query is \`GET\` with its
input, JSON, as \`?input=…\`; a mutation \`POST\` with its input as the body. A success is \`{"result":{"data":…}}\`, an error
\`{"error":{"message":…,"data":{"appCode":…,"requestId":…}}}\` with a code of [errors.md](errors.md).
Several calls in one request are refused. Printed from the router and the contract by
\`npx vitest run tests/docs --update\`; do not edit. Every example here is run by that test.

## A token

Every call needs \`authorization: Bearer {access token}\`: an access token of the Cognito pool, for a
client on the API's list, with the scope that the procedure names. It lives 5 minutes.

- **On this machine**, with \`npm start\` running:

  \`\`\`sh
  export TAPEDECK=http://localhost:4747
  export TOKEN=$(npm run -s token)          # as ada; -- --user ben for another person
  \`\`\`

- **On AWS**: give your program an app client of its own in \`infra/auth.ts\` (code flow with PKCE, the
  scopes \`tapedeck/record\` and \`tapedeck/read\`), and add its id to \`clientIds\` beside the web's.
  People sign in at the pool's \`/oauth2/authorize\`, your program exchanges the code at
  \`/oauth2/token\`. \`packages/local/src/cognito/sign-in.ts\` is that flow, step by step.
- **From a page of another origin**: name the origin, exactly, in the list of \`infra/web.ts\`.
  Otherwise its browser does not let it read an answer. No cookie is involved.

## Limits

| limit | value |
| --- | --- |
${limitRows().join("\n")}

## Errors of every call

${errorList(COMMON_ERRORS)}

## The typed client

\`\`\`ts
${exampleRegion(EXAMPLE, "client")}
\`\`\`

${findRecordingsSection()}

${[...procedures.keys()]
  .toSorted((a, b) => order(a) - order(b))
  .map(section)
  .join("\n\n")}
`;
}

const order = (name: string) => Object.keys(NOTES).indexOf(name);

function section(name: string): string {
  const found = procedures.get(name);
  const notes = NOTES[name];
  if (found === undefined || notes === undefined) throw new Error(`${name} has no notes`);
  const [input] = found.inputs;
  const put = name === "segments.presign" ? `\n\n# with the grant's url as $URL:\n${CURL_PUT}` : "";
  return `## \`${name}\`

${found.type === "query" ? "Query" : "Mutation"}, scope \`${found.meta.scope}\`. ${notes.does}

${input === undefined ? "**In:** nothing." : `**In:**\n\n${fieldTable(input, "input")}`}

${outputOf(found.output)}

${notes.errors.length === 0 ? "No errors of its own." : `**Errors of its own:** ${errorList(notes.errors)}`}

\`\`\`sh
${curlOf(name)}${put}
\`\`\`

\`\`\`ts
${exampleRegion(EXAMPLE, name)}
\`\`\``;
}

function outputOf(output: z.ZodType): string {
  if (output instanceof z.ZodArray) {
    return `**Out, a list of:**\n\n${fieldTable(elementOf(output), "output")}`;
  }
  if (output instanceof z.ZodDiscriminatedUnion) {
    const tables = output.options.map((option) => fieldTable(asType(option), "output"));
    return `**Out, by \`${output.def.discriminator}\`, one of:**\n\n${tables.join("\n\n")}`;
  }
  return `**Out:**\n\n${fieldTable(output, "output")}`;
}

const elementOf = ({ element }: z.ZodArray) => asType(element);

function asType(part: unknown): z.ZodType {
  if (part instanceof z.ZodType) return part;
  throw new Error("a part of a schema that zod does not know");
}

function errorList(codes: readonly ErrorCode[]): string {
  return codes.map((code) => `\`${code}\` (${wireCodeOf(code)})`).join(", ");
}

function limitRows(): string[] {
  const { callsPerPerson, grantsPerPerson, segmentSeconds } = LIMITS;
  const { segments, bytes } = grantsPerPerson;
  const rows: readonly [string, string | number][] = [
    ["bytes of an object", LIMITS.objectBytes],
    ["highest sequence", LIMITS.sequence],
    ["segments in one call", LIMITS.segmentsPerCall],
    ["segments in one manifest", LIMITS.segmentsPerRecording],
    ["gaps in one manifest", LIMITS.gapsPerRecording],
    ...rowsOf(RECORDING_TEXTS).map(([name, { maxCharacters }]): [string, number] => [
      `characters of a ${name}`,
      maxCharacters,
    ]),
    ["seconds of a segment", `${segmentSeconds.min} to ${segmentSeconds.max}`],
    ["bytes of a request", LIMITS.requestBytes],
    [
      "bytes of a request of `recordings.seal`",
      `${LIMITS.sealRequestBytes}; CloudFront takes 1 MB`,
    ],
    ["characters of an access token", LIMITS.accessTokenCharacters],
    ["life of a grant, seconds", LIMITS.grantExpiresInSeconds],
    ["life of a URL to read a segment, seconds", LIMITS.readUrlExpiresInSeconds],
    [
      "recordings on a page of the list",
      `${LIMITS.recordingsPerPage.max}; ${LIMITS.recordingsPerPage.default} unless asked otherwise`,
    ],
    ["a recording id ahead of the clock, seconds", LIMITS.recordingFutureSeconds],
    [
      "calls of one person, in each instance of the API",
      `${callsPerPerson.atOnce} at once, then ${callsPerPerson.perSecond} a second; each further ${callsPerPerson.bytesPerCall} bytes of body count as one more. Best effort: instances share no store. Over it: \`THROTTLED\`, with \`Retry-After\``,
    ],
    [
      "objects granted to one person, in each instance of the API",
      `${segments.atOnce} at once, then ${segments.perSecond} a second. Over it: the same`,
    ],
    [
      "bytes granted to one person, in each instance of the API",
      `${bytes.atOnce} at once, then ${bytes.perSecond} a second. Over it: the same`,
    ],
    ["requests of one address in 5 minutes, on AWS", "10000 (WAF, `infra/web.ts`)"],
  ];
  return rows.map(([name, value]) => `| ${name} | ${value} |`);
}
