// A page of an integrator: the engine, a tRPC client, and the seconds on the screen.
import { createTRPCClient, httpLink } from "@trpc/client";
import type { AppRouter } from "@tapedeck/functions/router";
import { createRecorder } from "@tapedeck/recorder";
import type { RecordingPage } from "../recording-page.ts";

globalThis.recordingPage = { record };

async function record(token: string): Promise<RecordingPage> {
  const api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: "/trpc", headers: { authorization: `Bearer ${token}` } })],
  });
  const recorder = createRecorder({
    owner: "bench",
    api: {
      presignSegments: (input, options) => api.segments.presign.mutate(input, options),
      verifySegments: (input, options) => api.segments.verify.mutate(input, options),
      sealRecording: (input, options) => api.recordings.seal.mutate(input, options),
    },
  });
  const output = document.querySelector("output");
  recorder.subscribe(() => {
    const seconds = String(Math.floor(recorder.snapshot().elapsedMs / 1000));
    if (output && output.textContent !== seconds) output.textContent = seconds;
  });
  await recorder.start({ segmentSeconds: 5 });
  return {
    recordedSeconds: () => recorder.snapshot().elapsedMs / 1000,
    stop: () => recorder.stop(),
  };
}
