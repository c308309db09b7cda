// The programs that the witness needs.
import { findPrograms, SHARED_NEEDS, type Need } from "../fixtures/debian-programs.ts";

const NEEDS = {
  pulseaudio: { programs: ["pulseaudio"], packages: ["pulseaudio"] },
  paplay: { programs: ["paplay"], packages: ["pulseaudio-utils"] },
  parec: { programs: ["parec"], packages: ["pulseaudio-utils"] },
  ffmpeg: SHARED_NEEDS.ffmpeg,
  firefox: SHARED_NEEDS.firefox,
  webKitDriver: { programs: ["WebKitWebDriver"], packages: ["webkit2gtk-driver"] },
  miniBrowser: {
    programs: [
      "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
      "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    ],
    // WebKit hears and encodes through GStreamer's plugins.
    packages: [
      "libwebkit2gtk-4.1-0",
      "gstreamer1.0-pulseaudio",
      "gstreamer1.0-plugins-good",
      "gstreamer1.0-plugins-bad",
    ],
  },
  xvfb: { programs: ["Xvfb"], packages: ["xvfb"] },
} as const satisfies Record<string, Need>;

export type Programs = Readonly<Record<keyof typeof NEEDS, string>>;

/** @throws {Error} with the line to type, when something is missing and cannot be installed */
export const findWitnessPrograms = (): Promise<Programs> => findPrograms("The witness", NEEDS);
