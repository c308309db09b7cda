import { Icon } from "../design/Icon.tsx";
import { words } from "../text/words.ts";

/** Asks for the microphone before the first recording, and says what the browser will do. */
export function FirstVisit(props: { onCheck: () => void }) {
  const { firstVisit } = words;
  return (
    <div class="ask">
      <div class="scope" data-kind="dots" aria-hidden="true" />
      <p class="ask-lead">{firstVisit.lead}</p>
      <p>
        {firstVisit.browserAsks}
        <br />
        {firstVisit.nothingBefore}
      </p>
      <button type="button" onClick={() => props.onCheck()}>
        <Icon name="mic" />
        {firstVisit.check}
      </button>
    </div>
  );
}
