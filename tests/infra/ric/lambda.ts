// One Lambda instance: AWS's runtime client in a process of its own, with the built code and the
// environment that Lambda gives it, and nothing of ours.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { refuseSecrets } from "../../stack/log-secrets.ts";
import type { BuiltFunction } from "./build-function.ts";
import { startRuntimeApi, type Answer } from "./runtime-api.ts";
import type { LambdaTools } from "./tools.ts";

/** Ending it fails when its log holds a secret. */
export interface LambdaInstance extends AsyncDisposable {
  invoke(event: unknown): Promise<Answer>;
  /** Of the running process: another one after {@link restart}. */
  readonly pid: number | undefined;
  /** From the start of the process until it asked for work. */
  readonly coldStartMs: number;
  /** Each line the function has logged. */
  readonly logLines: readonly string[];
  /** Ends the process and starts another: a cold start. */
  restart(): Promise<void>;
}

/** @throws {Error} with what the runtime said when the code could not be loaded */
export async function startLambda(
  { runtimeClient }: Pick<LambdaTools, "runtimeClient">,
  { taskRoot, handler, environment }: BuiltFunction,
  role: Readonly<Record<string, string>>,
): Promise<LambdaInstance> {
  await using started = new AsyncDisposableStack();
  const api = started.use(await startRuntimeApi());
  const logLines: string[] = [];
  let child: ChildProcess | undefined;
  let coldStartMs = 0;

  async function start(): Promise<void> {
    const startedAt = performance.now();
    const ready = api.ready();
    const runtime = spawn(process.execPath, [runtimeClient, handler], {
      cwd: taskRoot,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        AWS_LAMBDA_RUNTIME_API: api.address,
        AWS_LAMBDA_FUNCTION_NAME: "tapedeck",
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "1024",
        AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/tapedeck",
        AWS_LAMBDA_LOG_STREAM_NAME: "test",
        AWS_LAMBDA_LOG_FORMAT: "JSON",
        LAMBDA_TASK_ROOT: taskRoot,
        _HANDLER: handler,
        ...environment,
        ...role,
      },
    });
    child = runtime;
    for (const input of [runtime.stdout, runtime.stderr]) {
      createInterface({ input }).on("line", (line) => logLines.push(line));
    }
    runtime.once("exit", (code, signal) => {
      api.fail(`the runtime ended with ${code ?? signal}: ${logLines.slice(-5).join("\n")}`);
    });
    await ready;
    coldStartMs = performance.now() - startedAt;
  }

  async function stop(): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }

  started.defer(stop);
  await start();
  const running = started.move();
  return {
    invoke: (event) => api.invoke(event),
    get pid() {
      return child?.pid;
    },
    get coldStartMs() {
      return coldStartMs;
    },
    logLines,
    async restart() {
      await stop();
      await start();
    },
    async [Symbol.asyncDispose]() {
      await running.disposeAsync();
      refuseSecrets(logLines, Object.values(role));
    },
  };
}
