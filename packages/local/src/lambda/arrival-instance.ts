// The worker that plays one instance of the arrival check: it runs only the shipped entry.
import { handler } from "@tapedeck/functions/on-object-created";
import { serveInvocations } from "./serve-invocations.ts";

serveInvocations(handler, "tapedeck-local-arrival-check");
