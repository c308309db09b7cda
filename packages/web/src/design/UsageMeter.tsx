import type { ShownUsage } from "../library/shown-usage.ts";

/** How much of what they may store a person has stored. In a menu, which has items only, it is its description. */
export function UsageMeter(props: { id: string; usage: ShownUsage }) {
  return (
    <div class="usage" classList={{ warns: props.usage.isNearlyFull }} aria-hidden="true">
      <span class="vh" id={props.id}>
        {props.usage.spoken}
      </span>
      <small>{props.usage.inBucket}</small>
      <span class="usage-bar">
        <span style={{ "inline-size": `${Math.round(props.usage.share * 100)}%` }} />
      </span>
    </div>
  );
}
