// One JSON line per event on standard output, as CloudWatch reads it. Callers pass facts, never
// tokens, cookies, URLs or bodies.

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where log lines go; tests collect them. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Writes to `process.stdout`, which Lambda forwards to CloudWatch. */
export const stdoutLog: Log = {
  info: (message, fields) => write("INFO", message, fields),
  error: (message, fields) => write("ERROR", message, fields),
};

function write(level: string, message: string, fields: LogFields = {}): void {
  process.stdout.write(`${JSON.stringify({ level, message, ...fields })}\n`);
}

/** What a thrown value may say in a log: its message and stack, and those of its causes. */
export function errorFields(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return { error: typeof thrown };
  const cause = thrown.cause instanceof Error ? thrown.cause.stack : undefined;
  return { error: thrown.message, stack: thrown.stack, cause };
}
