// The icons of the rooms that come after the first load, and those of the first load with them.
import { Glyph, SHAPES as FIRST_SHAPES } from "./Icon.tsx";

const SHAPES = {
  ...FIRST_SHAPES,
  alert: "M12 8v5M12 16.5h.01M20.5 12a8.5 8.5 0 1 1-17 0a8.5 8.5 0 1 1 17 0z",
  back: "M14.5 5.5 8 12l6.5 6.5",
  close: "m6 6 12 12M18 6 6 18",
  copy: "M11 8.5h7a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5h-7A2.5 2.5 0 0 1 8.5 18v-7A2.5 2.5 0 0 1 11 8.5zM15.5 5.5V5A1.5 1.5 0 0 0 14 3.5H5A1.5 1.5 0 0 0 3.5 5v9A1.5 1.5 0 0 0 5 15.5h.5",
  device: "M6 5h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM2.5 19.5h19",
  down: "m6 9.5 6 6 6-6",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  exit: "M13.5 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h7.5M10 12h10.5M16.5 8l4 4-4 4",
  gap: "M3 12h3M18 12h3M8.5 8.5v7M15.5 8.5v7",
  lock: "M7 10.5V8a5 5 0 0 1 10 0v2.5M6.5 10.5h11a1.5 1.5 0 0 1 1.5 1.5v6.5a1.5 1.5 0 0 1-1.5 1.5h-11a1.5 1.5 0 0 1-1.5-1.5V12a1.5 1.5 0 0 1 1.5-1.5z",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  pencil:
    "m4.5 19.5.9-4L16.2 4.7a1.8 1.8 0 0 1 2.6 0l.5.5a1.8 1.8 0 0 1 0 2.6L8.5 18.6zM14.5 6.5l3 3",
  rescued:
    "M20.5 12a8.5 8.5 0 1 1-17 0a8.5 8.5 0 1 1 17 0zM15.5 12a3.5 3.5 0 1 1-7 0a3.5 3.5 0 1 1 7 0zM6 6l3.5 3.5M14.5 14.5 18 18M18 6l-3.5 3.5M9.5 14.5 6 18",
  search: "M17.25 11a6.25 6.25 0 1 1-12.5 0a6.25 6.25 0 1 1 12.5 0zM15.6 15.6 20 20",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  share:
    "M12 15V4M7.5 8 12 3.5 16.5 8M7 12H6a2 2 0 0 0-2 2v5a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-5a2 2 0 0 0-2-2h-1",
  tabs: "M6 7.5h8a2.5 2.5 0 0 1 2.5 2.5v8a2.5 2.5 0 0 1-2.5 2.5H6A2.5 2.5 0 0 1 3.5 18v-8A2.5 2.5 0 0 1 6 7.5zM8 4.5h9.5a3 3 0 0 1 3 3V16",
  trash:
    "M4.5 6.5h15M9.5 6.5v-2a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v2M6.5 6.5l.8 12a2 2 0 0 0 2 1.9h5.4a2 2 0 0 0 2-1.9l.8-12M10 10.5v6M14 10.5v6",
  up: "M12 19V6M6.5 11 12 5.5 17.5 11",
} as const;

export type IconName = keyof typeof SHAPES;

export function RoomIcon(props: { name: IconName }) {
  return <Glyph name={props.name} path={SHAPES[props.name]} />;
}
