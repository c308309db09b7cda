// The API Lambda: configuration is read once per instance, outside the handler.
import { apiRouter } from "./api-router.ts";
import { sessionRoutes } from "./authcallback/session/routes.ts";
import { readConfig } from "./config.ts";
import { createHandler } from "./http/handler.ts";
import { lambdaLog } from "./log.ts";
import { createProcedureDeps } from "./procedure-deps.ts";
import { createSessionDeps } from "./session-deps.ts";

const config = readConfig(process.env);

export const handler = createHandler(
  createProcedureDeps(config, process.env, lambdaLog),
  apiRouter,
  sessionRoutes(createSessionDeps(config, lambdaLog)),
);
