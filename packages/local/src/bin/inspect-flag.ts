// `--inspect[=PORT]`: the same as node's own flag, which npm scripts cannot pass on. The functions run in
// worker threads; debuggers reach them through the inspector of the process.
import inspector from "node:inspector";
import { CommandError, parsePort } from "./command.ts";

/** Node's default port, which chrome://inspect and VS Code try. */
export const DEFAULT_INSPECTOR_PORT = 9229;

/** `parseArgs` knows no option whose value may be left out. */
export function withInspectorPort(args: readonly string[]): string[] {
  return args.map((arg) => (arg === "--inspect" ? `--inspect=${DEFAULT_INSPECTOR_PORT}` : arg));
}

/** @returns the WebSocket to debug through; Node prints it too, on standard error */
export function openInspector(flag: string): string {
  const port = parsePort(flag, "--inspect");
  // VS Code may have opened it already.
  if (inspector.url() === undefined) inspector.open(port);
  const url = inspector.url();
  if (url !== undefined) return url;
  throw new CommandError(
    `Port ${port} is taken: stop the program that uses it, or choose another with --inspect=PORT.`,
  );
}
