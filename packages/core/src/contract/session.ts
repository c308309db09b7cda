// session.*: the person who asks.
import * as z from "zod";

/** `session.me` */
export const me = z.object({
  sub: z.string(),
  userType: z.string(),
  provider: z.string(),
  prefix: z.string(),
});
