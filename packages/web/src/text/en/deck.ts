// What the deck says beside its state and its keys: how loud, how safe, what is wrong, what it is called.
export const deckWords = {
  take: {
    name: "Name",
    ofNext: "Name of the next recording",
    ofThis: "Name of this recording",
    hint: "Name it",
  },
  foot: {
    sound: (megabytes: string) => `${megabytes} an hour`,
    shortcuts: "Shortcuts",
  },
  level: {
    label: (word: string) => `Level: ${word}`,
    silent: "Silent",
    quiet: "Very quiet",
    good: "Good level",
    loud: "Too loud",
    off: "no level",
    hears: (microphone: string) => `${microphone} hears you. Nothing is recorded yet.`,
    moveCloser: "Move closer, or choose another microphone.",
    moveBack: "Move back a little, or turn the microphone down.",
    isItMuted: "Is it muted?",
    aMicrophone: "The microphone",
  },
  safety: {
    inBucket: "in your bucket",
    onDevice: "on this device",
    onDeviceUntilRoom: "on this device until there is room",
    onAnotherDevice: "on another device",
    onlyInWindow: "only in this window",
    allInBucket: (length: string) => `All ${length} in your bucket.`,
    allRecordings: (count: number, shown: string) =>
      count === 1
        ? "Your recording is in your bucket."
        : `All ${shown} recordings are in your bucket.`,
    lastStep: "the last step waits",
    someMissing: "Some sound is missing.",
  },
  notes: {
    noSoundFrom: (microphone: string) => `No sound from ${microphone}.`,
    recordingGoesOn: "Is it muted? The recording goes on.",
    chooseAnother: "Choose another",
    heldUp: "This browser holds the sound up.",
    nothingUntil: "Nothing is recorded until it goes on.",
    letGoOn: "Let the sound go on",
    wentAway: (microphone: string) => `${microphone} went away.`,
    lookedFor:
      "It is looked for, for half a minute; the recording goes on when it, or another, is there.",
    goesOnWith: (microphone: string) => `Recording goes on with ${microphone}.`,
    roomFor: (minutes: string) => `Room for about ${minutes} minutes.`,
    freeSpace: "Free some space on this device; what you recorded stays.",
    full: "Your storage is full.",
    fullWith: (usedOfMax: string) => `Your storage is full: ${usedOfMax}.`,
    fullOfDeleted: "Your storage is full of what you deleted.",
    untilForgotten:
      "The bucket keeps it for some days; new recordings stay on this device until then.",
    fullOnDevice: "New recordings stay on this device until you delete something or get more room.",
    fullMayForget: "Delete something first: this browser may forget a recording once it closes.",
    fullInWindow: "Delete something first: this browser keeps a recording only while it is open.",
    keepOpen: "Keep this window open",
    untilGreen: "until the line is all green. This browser keeps no sound for us.",
    mayForget: "This browser may forget what is only on this device once the window closes.",
    waitForGreen: "Wait for the line to be all green.",
    tooLoud: "Too loud.",
    moveBack: "Move back a little, or turn the microphone down.",
    cutOff: (when: string, length: string) => `${when} was cut off at ${length}.`,
    allInBucket: "All of it is in your bucket.",
    onItsWay: "All of it is kept, and on its way to your bucket.",
    play: "Play",
    missing: (length: string) => `${length} missing`,
  },
  signedOut: {
    lead: "You are signed out.",
    goesOn: "This recording goes on.",
    inWindow:
      "What you recorded is in this page alone: sign in again to have it sent, or save a copy before you close the page.",
    mayForget:
      "What you recorded is only on this device, and this browser may forget it once the window closes: sign in again to have it sent, or save a copy.",
    onDevice: "What you recorded is safe on this device. It is sent when you sign in again.",
    signIn: "Sign in",
    saveCopy: "Save a copy",
    nothingToCopy: "There is nothing to copy yet.",
    noCopy: "Not all of it could be copied.",
  },
  names: {
    tooLong: (max: string, count: string) =>
      `A name has at most ${max} characters; this one has ${count}.`,
    controls: "A name cannot have line ends or other control characters.",
    invisible: "A name needs at least one character that can be seen.",
  },
  days: {
    today: "Today",
    yesterday: "Yesterday",
    todayAt: (time: string) => `Today’s ${time}`,
    yesterdayAt: (time: string) => `Yesterday’s ${time}`,
    dayAt: (day: string, time: string) => `${day}, ${time}`,
  },
};
