// The settings, the shortcuts, and the list of microphones.
export const settingsWords = {
  microphones: {
    browserChoice: "The browser’s choice",
    numbered: (number: string) => `Microphone ${number}`,
    changing: "Changing it does not stop the recording.",
  },
  settings: {
    title: "Settings",
    back: "Recordings",
    microphone: "Microphone",
    sound: "Sound",
    processing: "Sound",
    processingHint:
      "Speech removes echo and noise. Nothing brings back what it removed; music needs the room as it is.",
    processingNone: "As it is",
    processingSpeech: "Speech",
    quality: "Quality, in kilobits a second",
    qualityHint: (megabytes: string) => `${megabytes} an hour`,
    send: "Send to the bucket",
    sendHint: "Often is safer, seldom is cheaper.",
    sendEvery: (seconds: string) => `${seconds} s`,
    sendOther: (min: string, max: string) => `Seconds, ${min} to ${max}`,
    page: "This page",
    theme: "Theme",
    themeSystem: "System",
    themeLight: "Light",
    themeDark: "Dark",
    shortcuts: "Keyboard shortcuts",
    shortcutsHint: "Nothing on one key records or ends a recording.",
    storage: "On this device",
    storageFiles:
      "Sound is written to files of this browser as you speak, until your bucket has it.",
    storageDatabase:
      "Sound is written to a database of this browser as you speak, until your bucket has it.",
    storageMemory:
      "This browser keeps nothing for us: sound is in the window’s memory until your bucket has it.",
    storageUnknown: "Where this browser keeps sound is known once you record.",
    nextRecording: "Changes count from the next recording on.",
    lengthProblem: (min: string, max: string, typed: string) =>
      `A segment lasts a whole number of seconds from ${min} to ${max}, not ${typed}.`,
    typedNothing: "nothing",
    typed: (text: string) => `“${text}”`,
    secondsSign: "s",
  },
  /** As they are written on a keyboard. */
  keys: {
    control: "Ctrl",
    shift: "Shift",
    space: "Space",
    enter: "Enter",
    remove: "Delete",
  },
  shortcuts: {
    title: "Shortcuts",
    close: "Close",
    record: "Record, pause, resume",
    stop: "Stop and save",
    play: "Play a row",
    seek: "15 seconds back, forward",
    tenths: "A tenth of the recording",
    search: "Search",
    rename: "Rename",
    remove: "Delete",
    undo: "Undo a delete",
    show: "Show this",
    isOn: "Shortcuts on",
  },
};
