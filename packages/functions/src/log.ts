// One JSON line per event, as CloudWatch reads it. Callers pass facts, never tokens, cookies, URLs or
// bodies; should one slip into an error's text, it is taken out here.
import { Logger } from "@aws-lambda-powertools/logger";

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where log lines go; tests collect them. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const logger = new Logger({
  serviceName: "tapedeck",
  jsonReplacerFn: (_name, value) => (typeof value === "string" ? withoutSecrets(value) : value),
});

/** Writes where Lambda forwards to CloudWatch: information to stdout, errors to stderr. */
export const lambdaLog: Log = {
  info: (message, fields = {}) => logger.info(message, fields),
  error: (message, fields = {}) => logger.error(message, fields),
};

/** Whatever looks like a token, one of our cookies, a signed URL's query or a bearer's header. */
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
