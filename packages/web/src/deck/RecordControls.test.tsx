import { expect, test } from "vitest";
import { renderToString } from "solid-js/web";
import { RecordControls } from "./RecordControls.tsx";

const ignore = () => undefined;

/** The buttons' names; those that cannot be pressed in brackets. */
function buttons(state: Parameters<typeof RecordControls>[0]["state"], isSupported = true) {
  const html = renderToString(() => (
    <RecordControls
      state={state}
      isSupported={isSupported}
      onRecord={ignore}
      onPause={ignore}
      onResume={ignore}
      onStop={ignore}
    />
  ));
  return [...html.matchAll(/<button([^>]*)>(.*?)<\/button>/g)].map(([, attributes, content]) => {
    const name = content?.replaceAll(/<[^>]*>/g, "").trim();
    return attributes?.includes("disabled") ? `(${name})` : name;
  });
}

test.each([
  ["idle", ["Record"]],
  ["starting", ["(Opening the microphone …)", "Stop"]],
  ["recording", ["Pause", "Stop"]],
  ["paused", ["Resume", "Stop"]],
  ["stopping", ["(Finishing …)"]],
] as const)("offers the buttons of the state %s", (state, names) => {
  expect(buttons(state)).toEqual(names);
});

test("disables the record button in a browser that cannot record", () => {
  expect(buttons("idle", false)).toEqual(["(Record)"]);
});
