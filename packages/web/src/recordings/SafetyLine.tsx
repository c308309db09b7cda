import type { Safety } from "@tapedeck/recorder/snapshot";
import { wordsFor } from "../text/safety.ts";

/** Whether this page may be closed, and what would become of the sound. */
export function SafetyLine(props: { safety: Safety }) {
  return (
    <output class="safety" data-safety={props.safety}>
      <strong>{wordsFor(props.safety).promise}</strong> {wordsFor(props.safety).advice}
    </output>
  );
}
