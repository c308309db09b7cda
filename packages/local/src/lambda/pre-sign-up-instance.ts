// The worker that plays one instance of the pre-sign-up trigger: it runs only the shipped entry.
import { handler } from "@tapedeck/functions/pre-sign-up";
import { serveInvocations } from "./serve-invocations.ts";

serveInvocations(handler, "tapedeck-local-pre-sign-up");
