import { Match, Switch } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { messageFor } from "../text/messages.ts";
import type { HandOnState } from "./create-hand-on.ts";
import { numberFormat } from "../text/intl.ts";
import { handOnWords } from "#words/hand-on";

const formatPercent = numberFormat({ style: "percent" });
/** `recordings.get` says the second of what another device has deleted. */
const GONE: ReadonlySet<ErrorCode> = new Set(["RECORDING_DELETED", "RECORDING_NOT_FOUND"]);

function whyNot(code: ErrorCode): string {
  if (GONE.has(code)) return handOnWords.deleted;
  const { happened, toDo } = messageFor(code);
  return `${happened} ${toDo}`;
}

/** How far a file is, with the way to stop it; or why there is none. */
export function HandOnProgress(props: { state: HandOnState; onCancel: () => void }) {
  const making = () => (props.state.kind === "making" ? props.state : undefined);
  const failed = () => (props.state.kind === "failed" ? props.state : undefined);
  const name = () => handOnWords.formats[making()?.format.id ?? "webm"].name;
  const percent = () => Math.floor(Math.min(1, making()?.share ?? 0) * 100);
  return (
    <Switch>
      <Match when={making()}>
        {(now) => (
          <div class="hand-on-progress">
            <span class="num">
              {now().isWaiting
                ? handOnWords.waits(name(), formatPercent(percent() / 100))
                : handOnWords.making(name(), formatPercent(percent() / 100))}
            </span>
            <progress max="100" value={percent()} aria-label={handOnWords.makingIt(name())} />
            <button type="button" class="hand-on-cancel" onClick={() => props.onCancel()}>
              {handOnWords.cancel}
            </button>
          </div>
        )}
      </Match>
      <Match when={failed()}>
        {(now) => (
          <p class="hand-on-failed" role="alert">
            {whyNot(now().code)}
          </p>
        )}
      </Match>
    </Switch>
  );
}
