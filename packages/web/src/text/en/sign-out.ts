// The question before a sign-out that would leave sound on this device.
export const signOutWords = {
  allInBucket: "All of it is in your bucket now",
  signOut: "Sign out",
  stay: "Stay signed in",
  stopAndSend: "Stop, send it, then sign out",
  send: "Send it, then sign out",
  saveCopy: "Save a copy",
  loseIt: "Sign out and lose it",
  anyway: "Sign out anyway",
  copied: "A copy is in your downloads. It stays on this device as well.",
  nothingToCopy: "There is nothing to copy yet.",
  title: {
    some: "Some sound is only on this device",
    recording: "You are recording",
    unfinished: "A recording is not finished in your bucket yet",
    onlyHere: (seconds: number, length: string) =>
      `${length} ${seconds === 1 ? "is" : "are"} only on this device`,
    onlyInPage: (seconds: number, length: string) =>
      `${length} ${seconds === 1 ? "is" : "are"} only in this page`,
  },
  recording: "You are recording.",
  endsAt: (length: string) => `Signing out ends the recording at ${length}.`,
  otherTab: "A recording that runs in another tab goes on there, and is kept on this device.",
  inMemory: (isLost: string) =>
    `This browser keeps no sound for us. If you sign out before it is sent, ${isLost}.`,
  isLost: "it is lost",
  stays:
    "If you sign out anyway, it stays on this device, and is sent when you sign in here again. Others who sign in here do not see it.",
  mayForget: "This browser may forget it once the window closes.",
  sending: {
    offline: "You are offline. It is sent when the network is back, and then you are signed out.",
    signedOut: "You are signed out. Sign in again in another tab to have it sent, or save a copy.",
    otherTab: "Sending. Stop the recording in your other tab to go on.",
    stuck: "Some of it cannot be sent. Save a copy before you sign out.",
    noRoom: "Your storage is full. Save a copy before you sign out, or stay until there is room.",
    now: "Sending. You are signed out when all of it is in your bucket.",
  },
};
