import type { PhoneEventReport } from "../../features/calls/reportFacts.ts";
import { personAt } from "../../integrations/carrier/twilio/twiml.ts";
import type { TwilioCall } from "./webhookInput.ts";

/** A leg that rang in vain. A canceled one stopped because somebody else answered, or the caller hung up. */
const MISSED = ["no-answer", "busy", "failed"];
const OVER = ["completed", "canceled", ...MISSED];

/** Whether the caller is gone. */
export const hasEnded = ({ CallStatus: status }: TwilioCall): boolean => OVER.includes(status);
/** Whether somebody answered the targets that rang. */
export const wasAnswered = ({ DialCallStatus: status }: TwilioCall): boolean =>
  status === "completed" || status === "answered";

type Report = Omit<PhoneEventReport, "id" | "at">;

/** What a status of Twilio's says about a phone and a call; null if nothing. `id`: the event's, the same if it is sent again. */
export function eventOf(call: TwilioCall): (Report & { id: string }) | null {
  const report = call.ParentCallSid === undefined ? wholeCallReport(call) : legReport(call, call.ParentCallSid);
  return report && { ...report, id: `${call.CallSid}/${call.SequenceNumber}/${call.CallStatus}` };
}

/** A call to one of our numbers. Its length includes announcements, so only the leg's counts. */
const wholeCallReport = (call: TwilioCall): Report | null =>
  hasEnded(call) ? { event: "ended", call: call.CallSid } : null;

/** The leg to somebody whom the call rings: an agent's phone, or a receiving number. */
function legReport({ CallStatus: status, To: to, CallDuration: seconds }: TwilioCall, call: string): Report | null {
  const person = personAt(to);
  const about = person === null ? { call } : { call, person };
  if (status === "in-progress") return { event: "inbound", ...about };
  if (status === "completed") return { event: "ended", ...about, seconds };
  // The number behind a leg has no phone state; the whole call's end tells the rest.
  if (person === null) return null;
  if (status === "ringing") return { event: "ringing", ...about };
  if (MISSED.includes(status)) return { event: "missed", ...about };
  return status === "canceled" ? { event: "ended", ...about } : null;
}
