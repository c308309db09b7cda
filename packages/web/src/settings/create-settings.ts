// What a person chooses, and this browser remembers.
import { createEffect, type Accessor } from "solid-js";
import { LIMITS } from "@tapedeck/core/limits";
import { UNPROCESSED, type MicrophoneProcessing } from "@tapedeck/recorder";
import { createPreference } from "./create-preference.ts";
import { parseSegmentLength } from "./segment-length.ts";
import { showShortcuts } from "./shortcuts-on.ts";

export interface Setting<Value> {
  readonly value: Accessor<Value>;
  choose(value: Value): void;
}

export interface Settings {
  /** The device that the person chose; empty: the browser's choice. */
  readonly deviceId: Setting<string>;
  readonly processing: Setting<Processing>;
  readonly kilobitsPerSecond: Setting<number>;
  readonly segmentSeconds: Setting<number>;
  readonly theme: Setting<Theme>;
  readonly shortcuts: Setting<"on" | "off">;
}

/** `none`: the sound of the room, see UNPROCESSED. `speech`: the browser removes echo and noise. */
export type Processing = "none" | "speech";
export type Theme = "system" | "light" | "dark";

/** Opus at 32 suits speech, at 64 it is hard to tell from the original, at 128 music is. */
export const KILOBITS_PER_SECOND = [32, 64, 128];
const DEFAULT_KILOBITS_PER_SECOND = 64;

export const PROCESSING: Readonly<Record<Processing, MicrophoneProcessing>> = {
  none: UNPROCESSED,
  speech: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
};

export function createSettings(): Settings {
  const theme = setting<Theme>("theme", "system", oneOf("system", "light", "dark"));
  createEffect(() => showTheme(theme.value()));
  const shortcuts = setting<"on" | "off">("shortcuts", "on", oneOf("on", "off"));
  createEffect(() => showShortcuts(shortcuts.value()));
  return {
    deviceId: setting("microphone", "", (text) => text),
    processing: setting<Processing>("processing", "none", oneOf("none", "speech")),
    kilobitsPerSecond: setting("kilobitsPerSecond", DEFAULT_KILOBITS_PER_SECOND, (text) =>
      KILOBITS_PER_SECOND.find((each) => String(each) === text),
    ),
    segmentSeconds: setting<number>("segmentSeconds", LIMITS.segmentSeconds.default, (text) => {
      const length = parseSegmentLength(text);
      return length.kind === "valid" ? length.seconds : undefined;
    }),
    theme,
    shortcuts,
  };
}

function setting<Value extends string | number>(
  name: string,
  fallback: Value,
  parse: (text: string) => Value | undefined,
): Setting<Value> {
  const [value, choose] = createPreference(name, fallback, parse);
  return { value, choose };
}

const oneOf =
  <Value extends string>(...values: readonly Value[]) =>
  (text: string) =>
    values.find((value) => value === text);

/** At the start of a page, public/choose-page.js does it before the first paint. */
function showTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
