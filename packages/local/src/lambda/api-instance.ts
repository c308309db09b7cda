// The worker that plays one instance of the API Lambda: the shipped entry and nothing else.
import { handler } from "@tapedeck/functions/api";
import { serveInvocations } from "./serve-invocations.ts";

serveInvocations(handler, "tapedeck-local-api");
