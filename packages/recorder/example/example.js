// Records ten seconds and uploads them. The page's server answers /api/…, and takes what is PUT.
import { AppError, createRecorder, findMissingSupport } from "./recorder/index.js";

const call =
  (procedure) =>
  async (input, { signal }) => {
    const body = JSON.stringify(input);
    const answer = await fetch(`/api/${procedure}`, { method: "POST", body, signal });
    if (!answer.ok) throw new AppError("SERVICE_UNAVAILABLE", `${procedure}: ${answer.status}`);
    return answer.json();
  };

const recorder = createRecorder({
  owner: "the person who is signed in",
  api: {
    presignSegments: call("presign"),
    verifySegments: call("verify"),
    sealRecording: call("seal"),
  },
});
const button = document.querySelector("button");
recorder.subscribe(() => {
  const { state, safety, elapsedMs, error } = recorder.snapshot();
  document.querySelector("output").textContent = error?.message ?? `${state}, ${safety}`;
  if (state === "recording" && elapsedMs >= 10_000) void recorder.stop();
});
button.disabled = (await findMissingSupport({ bitsPerSecond: 64_000 })) !== undefined;
button.onclick = () => recorder.start({ segmentSeconds: 5 });
