// The worker that plays one instance of the slow procedures' Lambda: it runs only the shipped entry.
import { handler } from "@tapedeck/functions/slow-api";
import { serveInvocations } from "./serve-invocations.ts";

serveInvocations(handler, "tapedeck-local-slow-api");
