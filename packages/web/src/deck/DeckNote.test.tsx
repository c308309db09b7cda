import { expect, test } from "vitest";
import { renderText } from "../testing/render-text.ts";
import type { Note } from "./choose-note.ts";
import { DeckNote } from "./DeckNote.tsx";

const actions = {
  resumeCapture: () => undefined,
  chooseMicrophone: () => undefined,
  play: () => undefined,
};
const text = (note: Note) =>
  renderText(() => <DeckNote note={note} microphone={undefined} actions={actions} />);

test("says of a full storage what becomes of a recording, by where this browser keeps it", () => {
  const full = { kind: "full", used: "10 of 10 GB", isFullOfDeleted: false } as const;
  expect(text({ ...full, heldIn: "device" })).toBe(
    "Your storage is full: 10 of 10 GB. New recordings stay on this device until you delete something or get more room.",
  );
  for (const heldIn of ["device-that-may-forget", "this-page"] as const) {
    const said = text({ ...full, heldIn });
    expect(said).not.toContain("stays on this device");
    expect(said).toMatch(
      /^Your storage is full: 10 of 10 GB\. Delete something first: this browser /,
    );
  }
});

test("says that the storage is full also without the server's figures", () => {
  expect(text({ kind: "full", used: undefined, isFullOfDeleted: false, heldIn: "device" })).toMatch(
    /^Your storage is full\. New recordings stay/,
  );
});

test("says that deleted recordings fill the storage, and does not advise to delete more", () => {
  const full = { kind: "full", used: "1 of 10 GB", isFullOfDeleted: true } as const;
  expect(text({ ...full, heldIn: "device" })).toBe(
    "Your storage is full of what you deleted. The bucket keeps it for some days; new recordings stay on this device until then.",
  );
});
