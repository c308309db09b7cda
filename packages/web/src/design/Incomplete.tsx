import { words } from "../text/words.ts";

/** Says that code of the page did not come. */
export function Incomplete() {
  return (
    <div class="notice" role="alert">
      <p>{words.page.incomplete}</p>
    </div>
  );
}
