// What a page of the bench offers to whoever drives it.

export interface RecordingPage {
  recordedSeconds(): number;
  stop(): Promise<void>;
}

declare global {
  /** `record` resolves when the first sound is there. */
  var recordingPage: { record(token: string): Promise<RecordingPage> } & Partial<RecordingPage>;
}
