// The API, whole. Clients take its type and nothing else: `import type { AppRouter }`. Two functions serve it:
// api-router.ts and slow-router.ts.
import { recordingsRouter } from "./router/recordings.ts";
import { segmentsRouter } from "./router/segments.ts";
import { sessionRouter } from "./router/session.ts";
import { slowRecordingsRouter } from "./router/slow-recordings.ts";
import { uploadsRouter } from "./router/uploads.ts";
import { usageRouter } from "./router/usage.ts";
import { mergeRouters, router } from "./trpc.ts";

export const appRouter = router({
  session: sessionRouter,
  uploads: uploadsRouter,
  segments: segmentsRouter,
  recordings: mergeRouters(recordingsRouter, slowRecordingsRouter),
  usage: usageRouter,
});

export type AppRouter = typeof appRouter;
