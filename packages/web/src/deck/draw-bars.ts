// Paints the bars of the deck's wave.
import type { LiveBar } from "./live-bars.ts";

const BAR_PX = 2.75;
const HOLE_PX = 5;

/** A live wave fades out over the first part of its place. */
const FADE_SHARE = 0.46;

/** So many strengths on the way: to change the pen for each bar cost more than to paint it. */
const FADE_STEPS = 16;

export interface BarColours {
  readonly sound: string;
  /** Of clipped and of missing sound. */
  readonly amber: string;
}

/**
 * From the style sheet, so that they follow the theme. To ask makes the browser lay the page out: once for each
 * drawing cost more than the drawing.
 */
export function coloursOf(canvas: HTMLCanvasElement): BarColours {
  const style = getComputedStyle(canvas);
  // A custom property is not resolved for the theme; the colour of an outline is.
  return { sound: style.color, amber: style.outlineColor };
}

export function drawBars(
  canvas: HTMLCanvasElement,
  bars: readonly LiveBar[],
  place: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly colours: BarColours;
    readonly fades: boolean;
  },
): void {
  const { widthPx, heightPx, colours, fades } = place;
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  const scale = devicePixelRatio;
  const size = [Math.round(widthPx * scale), Math.round(heightPx * scale)] as const;
  if (canvas.width !== size[0] || canvas.height !== size[1]) {
    [canvas.width, canvas.height] = size;
    canvas.style.width = `${widthPx}px`;
  }
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, widthPx, heightPx);
  pen.setLineDash([2.5, 2.5]);
  pen.strokeStyle = colours.amber;
  pen.lineWidth = 1.25;
  const reachPx = (heightPx - BAR_PX) / 2;
  const alphaAt = (x: number) => {
    if (!fades) return 1;
    const share = Math.min(1, Math.max(0, x / (widthPx * FADE_SHARE)));
    return Math.ceil(share * FADE_STEPS) / FADE_STEPS;
  };
  let fill = "";
  for (const { x, height, isClipped, isMissing } of bars) {
    const alpha = alphaAt(x);
    const colour = isClipped ? colours.amber : colours.sound;
    if (alpha !== pen.globalAlpha) pen.globalAlpha = alpha;
    if (colour !== fill) pen.fillStyle = fill = colour;
    if (isMissing) {
      pen.strokeRect(x - HOLE_PX / 2, heightPx * 0.1, HOLE_PX, heightPx * 0.8);
    } else {
      const half = height * reachPx + BAR_PX / 2;
      // Each a path of its own: as one path, all of them took twice as long to paint.
      pen.beginPath();
      pen.roundRect(x - BAR_PX / 2, heightPx / 2 - half, BAR_PX, 2 * half, BAR_PX / 2);
      pen.fill();
    }
  }
}
