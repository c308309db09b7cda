// The API Lambda: configuration is read once per instance, outside the handler.
import { readConfig } from "./config.ts";
import { createDeps } from "./deps.ts";
import { createHandler } from "./http/handler.ts";
import { lambdaLog } from "./log.ts";

export const handler = createHandler(createDeps(readConfig(process.env), process.env, lambdaLog));
