// The Lambda of the slow procedures. It knows no session keys, because it serves no sign-in.
import { readProcedureConfig } from "./config.ts";
import { createHandler } from "./http/handler.ts";
import { lambdaLog } from "./log.ts";
import { createProcedureDeps } from "./procedure-deps.ts";
import { slowRouter } from "./slow-router.ts";

const config = readProcedureConfig(process.env);

export const handler = createHandler(
  createProcedureDeps(config, process.env, lambdaLog),
  slowRouter,
);
