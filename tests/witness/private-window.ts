// A private window of Firefox forgets everything when it is closed. Checks the page's warnings about that.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startStack } from "@tapedeck/local/start-stack";
import { makeNoise } from "../fixtures/signal/noise.ts";
import { waitForText } from "../fixtures/browser/driver.ts";
import type { Row } from "./examine.ts";
import { openFirefox } from "../fixtures/browser/firefox.ts";
import { signIn, startRecording, stopRecording } from "./person.ts";
import { startSoundCard } from "./sound.ts";
import { writeSignal, type TakeOptions } from "./take.ts";

const RECORDED_MS = 4000;
/** It must not end while a slow page starts. */
const SIGNAL_SECONDS = 90;
const PAGE_MS = 60_000;

/** While nothing reaches the bucket, the page must not call it safe, and the browser must ask. */
export async function examinePrivateWindow(
  options: Pick<TakeOptions, "programs" | "webDir">,
): Promise<Row> {
  const row = { browser: "firefox, private window", isBusy: false };
  try {
    return { ...row, faults: await faultsOf(options) };
  } catch (thrown) {
    return { ...row, faults: [String(thrown)] };
  }
}

async function faultsOf({
  programs,
  webDir,
}: Pick<TakeOptions, "programs" | "webDir">): Promise<string[]> {
  await using ending = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-private-"));
  ending.defer(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
  const profileDir = join(dir, "profile");
  await mkdir(profileDir);
  const signalFile = await writeSignal(dir, makeNoise(SIGNAL_SECONDS, 1));
  const stack = ending.use(await startStack({ dataDir: join(dir, "stack"), webDir }));
  const sound = ending.use(await startSoundCard(programs, dir));
  const firefox = ending.use(
    await openFirefox(programs.firefox, profileDir, sound.env, { isPrivate: true }),
  );
  await signIn(firefox, stack);
  ending.use(sound.play(signalFile));

  const lift = stack.faults.add({ at: "s3", kind: "drop" });
  await startRecording(firefox);
  await sleep(RECORDED_MS);
  await stopRecording(firefox);
  const offline = await waitForText(firefox, /This browser may forget what is only on/, PAGE_MS);
  const asksOffline = await firefox.asksBeforeClosing();
  lift();
  await waitForText(firefox, /^All .*in your bucket\.$/m, PAGE_MS);
  const asksAtLast = await firefox.asksBeforeClosing();
  return [
    ...(/safe to close/.test(offline)
      ? ["the page calls sound safe that is only in this window"]
      : []),
    ...(asksOffline ? [] : ["it closes without a question while nothing is in the bucket"]),
    ...(asksAtLast ? ["it asks although all is in the bucket"] : []),
  ];
}
