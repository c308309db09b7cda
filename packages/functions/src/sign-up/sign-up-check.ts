// Cognito's pre-sign-up trigger: returns the event, and Cognito makes the account; throws a sentence, and Cognito
// refuses with it.
// @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
import * as z from "zod";
import { parseEmailAddress } from "@tapedeck/core/email-address";
import { REFUSAL_SENTENCES, refusalCodeOf } from "@tapedeck/core/sign-up-refusals";
import { judgeSignUp, type SignUpRefusal, type SignUpSettings } from "@tapedeck/core/sign-up-rule";
import { errorFields, type Log } from "../log.ts";
import type { IsInvited } from "./invitations.ts";

export interface SignUpCheckDeps {
  readonly settings: SignUpSettings;
  readonly isInvited: IsInvited;
  readonly log: Log;
}

/** The fields that are read. Cognito's attributes are text, `email_verified` too. */
const preSignUpEvent = z.looseObject({
  triggerSource: z.string(),
  userPoolId: z.string(),
  request: z.looseObject({
    userAttributes: z.looseObject({
      email: z.string().default(""),
      email_verified: z.string().default("false"),
    }),
  }),
});

/** What Cognito does by itself after the check: nothing. An address counts once its code was entered. */
const NOTHING_BY_ITSELF = {
  autoConfirmUser: false,
  autoVerifyEmail: false,
  autoVerifyPhone: false,
};

/**
 * The log says why and never who: an address is personal, and one that was refused has no account here.
 *
 * @throws {Error} whose message is a sentence for the person – refused, or the invitation could not be looked up
 */
export function createSignUpCheck({ settings, isInvited, log }: SignUpCheckDeps) {
  return async (event: unknown, { awsRequestId: requestId }: { awsRequestId: string }) => {
    const parsed = preSignUpEvent.safeParse(event);
    if (!parsed.success) throw refuse("source", requestId);
    const { triggerSource: source, userPoolId, request } = parsed.data;
    const { email, email_verified: verified } = request.userAttributes;
    const attempt = { source, email, isEmailVerified: verified === "true" };
    let verdict = judgeSignUp({ ...attempt, isInvited: false }, settings);
    // Only here would an invitation change the verdict, so no other sign-up costs a request.
    if (!verdict.isAllowed && verdict.because === "uninvited") {
      const invited = await lookUp(userPoolId, email, requestId);
      verdict = judgeSignUp({ ...attempt, isInvited: invited }, settings);
    }
    if (!verdict.isAllowed) throw refuse(verdict.because, requestId, source);
    log.info("sign-up allowed", { requestId, source, because: verdict.because });
    return { ...(event as object), response: NOTHING_BY_ITSELF };
  };

  async function lookUp(userPoolId: string, email: string, requestId: string): Promise<boolean> {
    const address = parseEmailAddress(email)?.address ?? "";
    try {
      return await isInvited(userPoolId, address);
    } catch (thrown) {
      log.error("invitation not looked up", { requestId, ...errorFields(thrown) });
      // Closed when in doubt. The cause stays in the log: the person's address bar would show it.
      throw new Error("The invitation cannot be looked up now. Try again in a minute");
    }
  }

  function refuse(because: SignUpRefusal, requestId: string, source?: string): Error {
    const code = refusalCodeOf(because);
    log.info("sign-up refused", { requestId, source, because, appCode: code });
    return new Error(REFUSAL_SENTENCES[code]);
  }
}
