// One JSON line per event, as CloudWatch reads it. Callers pass facts, never tokens, cookies, URLs or
// bodies; should one slip into an error's text, it is taken out here.

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where log lines go; tests collect them. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Writes where Lambda forwards to CloudWatch: information to stdout, errors to stderr. */
export const lambdaLog: Log = {
  info: (message, fields) => void process.stdout.write(line("INFO", message, fields)),
  error: (message, fields) => void process.stderr.write(line("ERROR", message, fields)),
};

function line(level: string, message: string, fields: LogFields = {}): string {
  const entry = {
    ...fields,
    level,
    message,
    timestamp: new Date().toISOString(),
    // Joins the line to its trace in X-Ray, which gives each request an id in this form: `Root=1-…;Parent=…`.
    xray_trace_id: /Root=([^;]+)/.exec(process.env["_X_AMZN_TRACE_ID"] ?? "")?.[1],
  };
  const text = JSON.stringify(entry, (_name, value: unknown) =>
    typeof value === "string" ? withoutSecrets(value) : value,
  );
  return `${text}\n`;
}

/** The forms of a token, one of our cookies, a signed URL's query and a bearer's header. */
const SECRETS =
  /eyJ[\w-]{8,}(\.[\w-]*)*|(__Host-|\btapedeck-)[\w-]+=[^;\s]*|X-Amz-(Signature|Credential|Security-Token)=[^&\s]*|Bearer\s+\S+|\b(code|state|refresh_token|code_verifier)=[^&\s]+/gi;

/** @returns the text with `[secret]` in place of each secret */
export function withoutSecrets(text: string): string {
  return text.replace(SECRETS, "[secret]");
}

/** What a thrown value may say in a log: its message and stack, and those of its causes. */
export function errorFields(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return { error: typeof thrown };
  const cause = thrown.cause instanceof Error ? thrown.cause.stack : undefined;
  return { error: thrown.message, stack: thrown.stack, cause };
}
