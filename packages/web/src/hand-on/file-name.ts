// The name of a file that this device makes of a recording: when it was, here, and how it is called.
import { fileStem } from "@tapedeck/core/download-name";

const two = (n: number) => String(n).padStart(2, "0");

/**
 * `2026-11-24 15.04 Interview with Grandma.wav`: files sort by time, and no two recordings of a day are alike.
 *
 * @param title - any text of a person; `undefined` where the recording has no name
 * @param ending - `.wav`, or `, part 2.wav`
 */
export function fileName(startedAtMs: number, title: string | undefined, ending: string): string {
  const at = new Date(startedAtMs);
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  const time = `${two(at.getHours())}.${two(at.getMinutes())}`;
  const named = title === undefined || title.trim() === "" ? "" : ` ${fileStem(title)}`;
  return `${day} ${time}${named}${ending}`;
}
