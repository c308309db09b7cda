// Paints the bars of the deck's wave.
import type { LiveBar } from "./live-bars.ts";

const BAR_PX = 2.75;
const HOLE_PX = 5;

/** A live wave fades out over the first part of its place. */
const FADE_SHARE = 0.46;

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
  const reachPx = (heightPx - BAR_PX) / 2;
  for (const { x, height, isClipped, isMissing } of bars) {
    pen.globalAlpha = fades ? Math.min(1, Math.max(0, x / (widthPx * FADE_SHARE))) : 1;
    pen.fillStyle = isClipped || isMissing ? colours.amber : colours.sound;
    pen.beginPath();
    if (isMissing) {
      pen.setLineDash([2.5, 2.5]);
      pen.strokeStyle = colours.amber;
      pen.lineWidth = 1.25;
      pen.strokeRect(x - HOLE_PX / 2, heightPx * 0.1, HOLE_PX, heightPx * 0.8);
    } else {
      const half = height * reachPx + BAR_PX / 2;
      pen.roundRect(x - BAR_PX / 2, heightPx / 2 - half, BAR_PX, 2 * half, BAR_PX / 2);
      pen.fill();
    }
  }
}
