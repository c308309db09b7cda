// The worker that plays one instance of the API's Lambda: it runs only the shipped entry.
import { handler } from "@tapedeck/functions/api";
import { serveInvocations } from "./serve-invocations.ts";

serveInvocations(handler, "tapedeck-local-api");
