import { createSignal, Show } from "solid-js";
import { DISPOSITIONS, type ErrorCode } from "@tapedeck/core/error-codes";
import { toAppError } from "@tapedeck/core/errors";
import { messageFor } from "../text/messages.ts";
import { formatNumber } from "../text/intl.ts";
import { libraryWords } from "#words/library";

const say = libraryWords.page;
const HOUR_MS = 3_600_000;
/** A recording lasts a day at most; another day for a device to find a network. */
const OFFERED_AFTER_HOURS = 48;

/** What uploads try again by themselves, a person tries again here. */
const nextStep = (code: ErrorCode) =>
  DISPOSITIONS[code] === "backoff" ? say.recoverAgain : messageFor(code).toDo;

/** What a person can do about a recording that another device has not finished. */
export function RecoverOffer(props: {
  startedAtMs: number;
  /** Seals what the bucket holds. */
  onRecover: () => Promise<void>;
}) {
  const [isBusy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<ErrorCode>();
  const ageHours = (Date.now() - props.startedAtMs) / HOUR_MS;
  const recover = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await props.onRecover();
    } catch (thrown) {
      setFailure(toAppError(thrown).code);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Show when={ageHours > OFFERED_AFTER_HOURS} fallback={<p class="list-note">{say.elsewhere}</p>}>
      <div class="list-note">
        <p>{say.leftElsewhere(formatNumber(Math.floor(ageHours / 24)))}</p>
        <Show when={failure()}>
          {(code) => (
            <p role="alert">
              {messageFor(code()).happened} {nextStep(code())}
            </p>
          )}
        </Show>
        <div class="note-keys">
          <button type="button" class="quiet" disabled={isBusy()} onClick={() => void recover()}>
            {isBusy() ? say.recovering : say.recover}
          </button>
        </div>
      </div>
    </Show>
  );
}
