// The door: the page of a signed-out visitor. It needs no script, so the build writes this into index.html.
export const doorWords = {
  description: "Record audio and keep it in your own bucket.",
  talk: "Talk.",
  kept: "It is kept.",
  promise: "Tapedeck records in your browser and keeps every second in storage that is yours.",
  signIn: "Sign in",
  noScript: "Tapedeck records with JavaScript: switch it on.",
  /** In the picture of the product at work. */
  clock: "0:35",
  stored: "0:33",
  inBucket: "in your bucket",
  left: "2 s",
  onDevice: "on this device",
};
