import type { Safety } from "@tapedeck/recorder";
import { wordsFor } from "../text/safety.ts";

/** Says whether the person may close this page, and what happens to the sound if they do. */
export function SafetyLine(props: { safety: Safety }) {
  return (
    <output class="safety" data-safety={props.safety}>
      <strong>{wordsFor(props.safety).promise}</strong> {wordsFor(props.safety).advice}
    </output>
  );
}
