// The icons of the first load, drawn with the design's strokes.
export const SHAPES = {
  check: "m5 12.5 4.5 4.5L19 7.5",
  mic: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  offline:
    "M4 4l16 16M8.5 15.5a5 5 0 0 1 5.4-1.1M5.2 12a9.8 9.8 0 0 1 4.3-2.5M2.5 8.6a14 14 0 0 1 4-2.5M12 5a14 14 0 0 1 9.5 3.6M15.5 10.3A9.8 9.8 0 0 1 18.8 12M12 19h.01",
  pause: "M7 5.5h3.2v13H7zM13.8 5.5H17v13h-3.2z",
  play: "M8 5.4v13.2c0 .6.7 1 1.2.7l10.2-6.6a.8.8 0 0 0 0-1.4L9.2 4.7C8.7 4.4 8 4.8 8 5.4z",
  stop: "M8 6.5h8A1.5 1.5 0 0 1 17.5 8v8a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 16V8A1.5 1.5 0 0 1 8 6.5z",
} as const;

export function Icon(props: { name: keyof typeof SHAPES }) {
  return <Glyph name={props.name} path={SHAPES[props.name]} />;
}

/** @param props.path - in a square of 24 */
export function Glyph(props: { name: string; path: string }) {
  return (
    <svg class="glyph" data-icon={props.name} viewBox="0 0 24 24" aria-hidden="true">
      <path d={props.path} />
    </svg>
  );
}
