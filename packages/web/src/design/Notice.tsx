import type { JSX } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { messageFor } from "../text/messages.ts";

/** Says what went wrong and what to do; screen readers announce it at once. */
export function Notice(props: { code: ErrorCode; children?: JSX.Element }) {
  return (
    <div class="notice" role="alert">
      <p>
        <strong>{messageFor(props.code).happened}</strong> {messageFor(props.code).toDo}
      </p>
      {props.children}
    </div>
  );
}
