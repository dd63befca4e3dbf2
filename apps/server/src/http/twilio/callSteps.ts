import type { CallAnswer, ConnectAnswer } from "../../features/calls/callAnswer.ts";
import {
  announcementTwiml,
  type DialTarget,
  dialTwiml,
  hangUpTwiml,
  rejectTwiml,
  TARGETS_MAX,
  voicemailTwiml,
} from "../../integrations/carrier/twilio/twiml.ts";

/**
 * Where a call stands: `asked`, how often the gate was asked where it goes on; `group`, which of the answer's targets
 * ring now. Both are in the address that Twilio asks next, and so under its signature.
 */
export interface CallStep {
  account: string;
  asked: number;
  group: number;
}

/** Where a call's requests go. */
export interface CallAddresses {
  publicUrl: string;
  sipDomain: string | undefined;
}

/** The targets in the groups that ring together, one after the other. */
export function groupsOf({ targets, ring }: ConnectAnswer): DialTarget[][] {
  const size = ring === "together" ? TARGETS_MAX : 1;
  return Array.from({ length: Math.ceil(targets.length / size) }, (_, index) =>
    targets
      .slice(index * size, (index + 1) * size)
      .map((target): DialTarget =>
        target.kind === "agent" ? { kind: "agent", person: target.person } : { kind: "number", number: target.number },
      ),
  );
}

/** The answer of the gate as TwiML. The same step of the same answer always gives the same text. */
export function stepTwiml(answer: CallAnswer, step: CallStep, addresses: CallAddresses): Promise<string> {
  const { account, asked, group } = step;
  const { publicUrl, sipDomain } = addresses;
  if (answer.connect) {
    const { ringSeconds, maxSeconds } = answer;
    const targets = groupsOf(answer)[group] ?? [];
    if (targets.length === 0) return hangUpTwiml();
    const next = `${publicUrl}/twilio/next?${new URLSearchParams({ account, asked: String(asked), group: String(group) })}`;
    const status = `${publicUrl}/twilio/status?${new URLSearchParams({ account })}`;
    return dialTwiml({ targets, ringSeconds, maxSeconds, next, status }, sipDomain);
  }
  if (answer.hears === "voicemail") return voicemailTwiml(answer.message, `${publicUrl}/twilio/over`);
  if (answer.hears === "announcement") return announcementTwiml(answer.message);
  // Once it has rung, a call can't be rejected any more.
  return asked === 0 ? rejectTwiml() : hangUpTwiml();
}
