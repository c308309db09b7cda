// A device or a stolen token that still has the sound tries to bring a deleted recording back.
import type { Grant, RecordingPage } from "@tapedeck/core/contract";
import { BODY, SEGMENT, bearer, unlessRefused, type Attack } from "./arena.ts";
import { callLibrary } from "./other-libraries.ts";

async function putSegment(grant: Pick<Grant, "url" | "headers">): Promise<void> {
  const put = await fetch(grant.url, { method: "PUT", headers: grant.headers, body: BODY });
  if (put.status !== 200) throw new Error(`the segment was not stored: ${put.status}`);
}

export const broughtBackAttacks: readonly Attack[] = [
  {
    name: "library: a deleted recording is stored and sealed again",
    run: async (arena) => {
      const { stack, attacker } = arena;
      const grant = await arena.freshGrant();
      const recordingId = /([^/]+)_000000\.webm$/.exec(grant.key)?.[1] ?? "";
      await putSegment(grant);
      const call = (procedure: string, input: object) =>
        stack.post(procedure, JSON.stringify({ recordingId, ...input }), bearer(attacker.token));
      const deleted = await call("recordings.delete", {});
      if (deleted.status !== 200) return `could not be tried: ${deleted.text}`;
      const { data } = await call("segments.presign", { segments: [SEGMENT] });
      const [again] = data as Grant[];
      if (again) await putSegment(again);
      const sealed = await call("recordings.seal", { segments: [SEGMENT], gaps: [] });
      const outcome = unlessRefused(sealed, 409, "RECORDING_DELETED");
      if (outcome !== undefined) return outcome;
      const list = await callLibrary(arena, "recordings.list", { limit: 100 }, attacker.token);
      const { recordings } = list.data as RecordingPage;
      return recordings.some(({ id }) => id === recordingId) ? "it is listed again" : undefined;
    },
  },
];
