// What function SlowApi serves, and nothing else: it has instances of its own, so that slow calls hold no others.
import { slowRecordingsRouter } from "./router/slow-recordings.ts";
import { router } from "./trpc.ts";

export const slowRouter = router({ recordings: slowRecordingsRouter });
