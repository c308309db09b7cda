// A zod schema as a table of its fields, the way docs/api.md shows inputs and outputs.
import * as z from "zod";

const jsonSchema = z.object({
  type: z.string().optional(),
  get properties() {
    return z.record(z.string(), jsonSchema).optional();
  },
  required: z.array(z.string()).optional(),
  get items() {
    return jsonSchema.optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), jsonSchema]).optional();
  },
  enum: z.array(z.string()).optional(),
  const: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  format: z.string().optional(),
  description: z.string().optional(),
  /** One shape or another. */
  get anyOf() {
    return z.array(jsonSchema).optional();
  },
});
type JsonSchema = z.infer<typeof jsonSchema>;

/** Rules that JSON Schema cannot say, by the name of the field. */
const SAID_ELSEWHERE: Readonly<Record<string, string>> = {
  recordingId: "`{timestamp}-{6 characters of Crockford base32}`, UTC, at most a day ahead",
  sha256: "base64 of the 32 bytes",
  digest: "base64 of the 32 bytes, see below",
  startSample: "at 48 kHz",
  sampleCount: "at 48 kHz",
};

/** Rows `| field | type | rule |`; a list's fields are `name[].field`. */
export function fieldTable(schema: z.ZodType, io: "input" | "output"): string {
  const described = jsonSchema.parse(z.toJSONSchema(schema, { io, unrepresentable: "any" }));
  const rows = rowsOf("", described, true);
  return ["| field | type | rule |", "| --- | --- | --- |", ...rows].join("\n");
}

function rowsOf(path: string, schema: JsonSchema, isRequired: boolean): string[] {
  if (schema.anyOf) return schema.anyOf.flatMap((each) => rowsOf(path, each, isRequired));
  const { properties, items, required = [] } = schema;
  const isRow = path !== "" && !(path.endsWith("[]") && properties !== undefined);
  const own = isRow
    ? [`| \`${path}\` | ${typeOf(schema)} | ${ruleOf(path, schema, isRequired)} |`]
    : [];
  const inner = Object.entries(properties ?? {}).flatMap(([name, field]) =>
    rowsOf(path === "" ? name : `${path}.${name}`, field, required.includes(name)),
  );
  const element = items?.properties === undefined ? [] : rowsOf(`${path}[]`, items, true);
  return [...own, ...inner, ...element];
}

function typeOf({ type, items, properties }: JsonSchema): string {
  if (type === "array") return `list of ${items?.type ?? "value"}s`;
  if (type === "object" && properties === undefined) return "texts by name";
  return type === "string" ? "text" : (type ?? "value");
}

function ruleOf(path: string, schema: JsonSchema, isRequired: boolean): string {
  const { enum: names, const: only, format, maximum, minimum, maxItems, minItems = 0 } = schema;
  const name = path.split(".").at(-1) ?? "";
  const rules = [
    isRequired ? undefined : "optional",
    names?.map((word) => `\`${word}\``).join(", "),
    only === undefined ? undefined : `always ${JSON.stringify(only)}`,
    SAID_ELSEWHERE[name],
    format === "date-time" ? "ISO 8601, UTC" : undefined,
    // zod writes a whole number's own bounds as the largest that are exact.
    maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
      ? undefined
      : `${minimum} to ${maximum}`,
    maxItems === undefined ? undefined : `${minItems} to ${maxItems}`,
    schema.maxLength === undefined
      ? undefined
      : `${schema.minLength} to ${schema.maxLength} characters`,
  ];
  return rules.filter((rule) => rule !== undefined).join("; ");
}
