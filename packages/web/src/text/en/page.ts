// What the first load says: whatever recording needs.
export const words = {
  page: {
    tryAgain: "Try again",
    incomplete: "A part of Tapedeck could not be loaded. Reload this page.",
  },
  header: {
    offline: "Offline",
    offlineRecording: " · recording goes on",
    offlineIdle: " · you can record and play what is here",
    account: (initials: string, name: string) => `${initials}: ${name}, settings and sign out`,
    settings: "Settings",
    signOut: "Sign out",
  },
  deck: {
    label: "Recorder",
    ready: "Ready",
    starting: "Starting",
    recording: "Recording",
    paused: "Paused",
    finishing: "Finishing",
    saved: "Saved",
    savedSafe: "Saved, safe to close",
    microphone: "Microphone",
    microphoneIs: (name: string) => `Microphone: ${name}`,
    record: "Record",
    pause: "Pause",
    resume: "Resume",
    stop: "Stop",
    play: "Play",
    playLast: "Play last",
    playSaved: "Play what was just saved",
    playLastRecording: "Play last recording",
  },
  firstVisit: {
    lead: "First, your microphone.",
    browserAsks: "Your browser will ask. Choose Allow.",
    nothingBefore: "Nothing is heard before you press a button.",
    check: "Check microphone",
  },
  /** Intl would write `48 secs` and `1 hr`. */
  units: {
    milliseconds: (count: string) => `${count} ms`,
    seconds: (count: string) => `${count} s`,
    minutes: (count: string) => `${count} min`,
    hours: (count: string) => `${count} h`,
  },
};
