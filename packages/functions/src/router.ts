// The API, whole. Clients take its type and nothing else: `import type { AppRouter }`.
import { router } from "./trpc.ts";
import { recordingsRouter } from "./router/recordings.ts";
import { segmentsRouter } from "./router/segments.ts";
import { sessionRouter } from "./router/session.ts";
import { uploadsRouter } from "./router/uploads.ts";
import { usageRouter } from "./router/usage.ts";

export const appRouter = router({
  session: sessionRouter,
  uploads: uploadsRouter,
  segments: segmentsRouter,
  recordings: recordingsRouter,
  usage: usageRouter,
});

export type AppRouter = typeof appRouter;
