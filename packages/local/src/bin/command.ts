// Every command of this package fails with one clear sentence on standard error and exit code 1.

/** A failure that the person at the keyboard can repair. */
export class CommandError extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = "CommandError";
  }
}

/** Runs a command's body and prints what it throws: a sentence, or for a bug of ours the stack. */
export function runCommand(main: () => Promise<void>): void {
  main().catch((thrown: unknown) => {
    process.stderr.write(`${sentenceFor(thrown)}\n`);
    process.exitCode = 1;
    // Servers that did start must not keep a failed command alive.
    process.exit();
  });
}

/** @returns the sentence for a thrown value; a bug of ours keeps its stack */
export function sentenceFor(thrown: unknown): string {
  if (thrown instanceof CommandError) return thrown.message;
  if (!(thrown instanceof Error)) return String(thrown);
  const { code, path, port } = thrown as NodeJS.ErrnoException & { port?: number };
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is taken: stop the program that uses it, or choose another with --port.`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return path === undefined
        ? `Port ${port} needs rights that this user lacks: choose one above 1023 with --port.`
        : `${path} cannot be written: choose another folder, or give this user the right to write there.`;
    case "ENOTDIR":
    case "EEXIST":
      return `${path} is not a folder: choose another one.`;
    case "ERR_PARSE_ARGS_UNKNOWN_OPTION":
    case "ERR_PARSE_ARGS_INVALID_OPTION_VALUE":
    case "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL":
      return thrown.message;
    default:
      return thrown.stack ?? thrown.message;
  }
}

/** @param text - of the flag; @throws {CommandError} unless it is 0 to 65535 */
export function parsePort(text: string, flag = "--port"): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new CommandError(
    `${flag} must be a whole number from 0 to 65535, got ${JSON.stringify(text)}.`,
  );
}

/** Resolves at SIGINT (Ctrl-C) or SIGTERM. */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
