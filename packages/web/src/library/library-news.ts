// What one tab tells the others of the same person: a new title, or a deletion.
export type LibraryNews =
  | { readonly kind: "renamed"; readonly id: string; readonly title: string }
  | { readonly kind: "deleted"; readonly id: string };

export interface NewsChannel {
  tell(news: LibraryNews): void;
  close(): void;
}

export function openNewsChannel(owner: string, onNews: (news: LibraryNews) => void): NewsChannel {
  const channel = new BroadcastChannel(`tapedeck-library-${owner}`);
  channel.onmessage = ({ data }: MessageEvent<LibraryNews>) => onNews(data);
  return { tell: (news) => channel.postMessage(news), close: () => channel.close() };
}
