// The worker that plays one instance of the API Lambda: the shipped entry and nothing else.
import { handler } from "@tapedeck/functions/api";
import { serveInvocations } from "./serve-invocations.ts";

serveInvocations(handler, { name: "tapedeck-local-api", timeoutMs: 10_000 });
