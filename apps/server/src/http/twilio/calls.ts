import { answerCall, answerNoAnswer } from "../../features/calls/admission.ts";
import type { ConnectAnswer } from "../../features/calls/callAnswer.ts";
import { hangUpTwiml, rejectTwiml } from "../../integrations/carrier/twilio/twiml.ts";
import type { TwilioPlatform } from "../../integrations/carrier/twilio/twilio.ts";
import { eventInstant } from "../../integrations/carrier/twilio/webhook.ts";
import type { Services } from "../../services.ts";
import { eventOf, hasEnded, wasAnswered } from "./callEvents.ts";
import { type CallStep, groupsOf, stepTwiml } from "./callSteps.ts";
import {
  type CallQuestion,
  findAccountOf,
  findGivenAnswer,
  firstAnswer,
  platformScope,
  reportOnce,
} from "./installation.ts";
import { isE164, type TwilioCall, type TwilioQuery } from "./webhookInput.ts";

/** A webhook about a call, proved to come from Twilio. */
export interface CallWebhook {
  platform: TwilioPlatform;
  call: TwilioCall;
  /** Who calls. */
  from: string;
  query: TwilioQuery;
}

/** A caller who was sent round so often is let go. */
const ASKED_MAX = 20;

const questionOf = ({ call, from }: CallWebhook, asked: number): CallQuestion => ({
  callId: call.CallSid,
  from,
  to: call.To,
  asked,
});

/** A call to one of our numbers: whom it rings, or what the caller hears. */
export async function answerVoice(services: Services, webhook: CallWebhook): Promise<string> {
  const { platform, call } = webhook;
  const account = isE164(call.To) ? await findAccountOf(services, call.To) : null;
  if (account === null) return rejectTwiml();
  const question = questionOf(webhook, 0);
  const answer = await firstAnswer(services, question, () =>
    answerCall(services, platformScope(services, account), question),
  );
  return stepTwiml(answer, { account, asked: 0, group: 0 }, platform.settings);
}

/** Ringing is over: the call has ended, goes on to the next target, or the gate says where. */
export async function answerNext(services: Services, webhook: CallWebhook): Promise<string> {
  const { platform, call, query } = webhook;
  const { account, asked, group } = query;
  const answer = await findGivenAnswer(services, questionOf(webhook, asked));
  if (account === undefined || !answer?.connect) return hangUpTwiml();
  const step: CallStep = { account, asked, group };
  if (wasAnswered(call) || hasEnded(call)) {
    await reportEnd(services, step, call);
    return hangUpTwiml();
  }
  await reportMissed(services, step, call.CallSid, answer);
  const isLast = group + 1 >= groupsOf(answer).length;
  if (!isLast) return stepTwiml(answer, { ...step, group: group + 1 }, platform.settings);
  if (answer.noAnswer === "hang up" || asked >= ASKED_MAX) return hangUpTwiml();
  const further = await firstAnswer(services, questionOf(webhook, asked + 1), () =>
    answerNoAnswer(services, platformScope(services, account), { callId: call.CallSid }),
  );
  return stepTwiml(further, { account, asked: asked + 1, group: 0 }, platform.settings);
}

const reportEnd = (services: Services, { account, asked, group }: CallStep, call: TwilioCall): Promise<void> =>
  reportOnce(services, account, {
    id: `${call.CallSid}/dial/${asked}/${group}`,
    event: "ended",
    call: call.CallSid,
    seconds: wasAnswered(call) ? call.DialCallDuration : undefined,
  });

/** The agents who were rung in vain. Twilio reports their phones as well; one of the two counts. */
async function reportMissed(
  services: Services,
  { account, asked, group }: CallStep,
  callId: string,
  answer: ConnectAnswer,
): Promise<void> {
  for (const target of groupsOf(answer)[group] ?? []) {
    if (target.kind !== "agent") continue;
    const id = `${callId}/missed/${asked}/${group}/${target.person}`;
    await reportOnce(services, account, { id, event: "missed", call: callId, person: target.person });
  }
}

/** What became of a call, or of one of the phones that it rang. */
export async function takeStatus(services: Services, { platform, call, query }: CallWebhook): Promise<void> {
  const event = eventOf(call);
  if (event === null) return;
  const account = query.account ?? (isE164(call.To) ? await findAccountOf(services, call.To) : null);
  if (account === null) return;
  const at = eventInstant(call.Timestamp, platform.settings.wall(), services.now());
  await reportOnce(services, account, { ...event, at });
}
