// The files that a person makes of a recording.
export const handOnWords = {
  download: "Download",
  share: "Share",
  foot: "All but the original are made on this device.",
  formats: {
    webm: { name: "Original", note: "WebM, as recorded" },
    m4a: { name: "M4A", note: "For Apple devices" },
    wav: { name: "WAV", note: "For editing" },
    ogg: { name: "Ogg", note: "Opus, small and open" },
  },
  waits: (format: string, percent: string) => `The ${format} waits for the network, ${percent}`,
  making: (format: string, percent: string) => `Making the ${format}, ${percent}`,
  makingIt: (format: string) => `Making the ${format}`,
  cancel: "Cancel",
  deleted: "This recording was deleted, so there is no file of it.",
  /** The end of a file's name. */
  part: (number: string) => `, part ${number}`,
};
