// Listens to the audio element.
type Listeners = Readonly<Partial<Record<keyof HTMLMediaElementEventMap, () => void>>>;

/** @returns the way to stop listening */
export function followElement(audio: HTMLAudioElement, listeners: Listeners): () => void {
  const entries = Object.entries(listeners);
  for (const [event, listener] of entries) audio.addEventListener(event, listener);
  return () => {
    for (const [event, listener] of entries) audio.removeEventListener(event, listener);
  };
}
