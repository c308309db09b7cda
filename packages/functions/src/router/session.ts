// session.*: who the server takes you for.
import { me } from "@tapedeck/core/contract";
import { userPrefix } from "@tapedeck/core/object-key";
import { readProcedure, router } from "../trpc.ts";

export const sessionRouter = router({
  me: readProcedure
    .output(me)
    .query(({ ctx: { identity } }) => ({ ...identity, prefix: userPrefix(identity) })),
});
