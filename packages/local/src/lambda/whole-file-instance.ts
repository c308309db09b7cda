// The worker that plays one instance of the function that makes whole files: it runs only the shipped entry.
import { handler } from "@tapedeck/functions/on-recording-sealed";
import { serveInvocations } from "./serve-invocations.ts";

serveInvocations(handler, "tapedeck-local-whole-file");
