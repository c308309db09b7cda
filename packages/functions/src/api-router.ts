// What function Api serves: every procedure that answers at once.
import { misroutedRecordingsRouter } from "./router/misrouted-recordings.ts";
import { recordingsRouter } from "./router/recordings.ts";
import { segmentsRouter } from "./router/segments.ts";
import { sessionRouter } from "./router/session.ts";
import { uploadsRouter } from "./router/uploads.ts";
import { usageRouter } from "./router/usage.ts";
import { mergeRouters, router } from "./trpc.ts";

export const apiRouter = router({
  session: sessionRouter,
  uploads: uploadsRouter,
  usage: usageRouter,
  segments: segmentsRouter,
  recordings: mergeRouters(recordingsRouter, misroutedRecordingsRouter),
});
