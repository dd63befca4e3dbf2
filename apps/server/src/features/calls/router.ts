import {
  AdmitInput,
  NoAnswerInput,
  CallPageInput,
  PhoneEventInput,
  TryCallInput,
} from "@callboard/domain/calls/schema";
import { UNKNOWN_NUMBER } from "@callboard/domain/calls/admit";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { answerCall, answerNoAnswer } from "./admission.ts";
import { readLimits } from "./callLimits.ts";
import { readCalls } from "./callRows.ts";
import { refusedAnswer } from "./callAnswer.ts";
import { calledNumber } from "./calledNumber.ts";
import { handleReport } from "./phoneReports.ts";
import { tryCall } from "./tryCall.ts";

/** An event counts once by its id, however often it is sent. Signs of life change nothing when they come again. */
function phoneEventKey(input: unknown) {
  const parsed = PhoneEventInput.safeParse(input);
  if (!parsed.success || parsed.data.event === "alive") return null;
  const { id, person, event, at, call, seconds } = parsed.data;
  const about = call === undefined && seconds === undefined ? [] : [call ?? null, seconds ?? null];
  return { key: id, content: [person ?? null, event, at ?? null, ...about] };
}

export const calls = router({
  /**
   * The call gate: whether and to whom a phone platform connects a call. It writes nothing that the caller waits for, so
   * it is a query; send it by POST as well.
   */
  admit: accountProcedure("send phone events")
    .input(AdmitInput)
    .query(async ({ ctx, input }) => {
      const { callId, from } = input;
      const to = calledNumber(input.to, ctx.context.zone);
      // What isn't a number has no owner: platforms need an answer for the caller, not an error.
      if (to === null) return refusedAnswer(ctx.scope, "UTC", UNKNOWN_NUMBER);
      return answerCall(ctx.services, ctx.scope, { callId, from, to });
    }),

  /** Nobody answered: where the call goes next. */
  noAnswer: accountProcedure("send phone events")
    .input(NoAnswerInput)
    .query(({ ctx, input }) => answerNoAnswer(ctx.services, ctx.scope, input)),

  /** How long each of the platform's calls in progress may last. It changes as other calls share the balance. */
  limits: accountProcedure("send phone events").query(({ ctx }) => readLimits(ctx.scope)),

  /**
   * Within an agency, or in an account without one, a person has one phone: its state overlays their status in each of
   * those accounts. Other accounts have their own phone platform, and only that one changes their status there.
   */
  phoneEvent: accountProcedure("send phone events")
    .meta({ inputKey: phoneEventKey })
    .input(PhoneEventInput)
    .mutation(({ ctx, input }) => handleReport(ctx.scope, input)),

  /** What a call to a number, or to a queue, would get now. Nobody is rung. */
  try: accountProcedure("read routing")
    .input(TryCallInput)
    .query(({ ctx, input }) => tryCall(ctx.scope, input)),

  /** The calls in progress, and the last ones by their start. */
  list: accountProcedure("read routing")
    .input(CallPageInput)
    .query(({ ctx, input }) => readCalls(ctx.scope, input)),
});
