import { loadTwilio } from "./library.ts";

/** Whom Twilio rings: an agent, by their person, or a number in E.164. */
export type DialTarget = { kind: "agent"; person: string } | { kind: "number"; number: string };

/** One try to reach somebody: all these targets at once. Twilio takes ten of them. */
export interface DialTry {
  targets: readonly DialTarget[];
  ringSeconds: number;
  /** How long the call may last from its answer. */
  maxSeconds: number;
  /** Where Twilio asks what follows. */
  next: string;
  /** Where Twilio reports what becomes of each target. */
  status: string;
}
export const TARGETS_MAX = 10;

/** Twilio rings at most ten minutes. */
const RING_SECONDS_MAX = 600;
/** How long a message may be that a caller leaves. */
const VOICEMAIL_SECONDS = 180;
const EVENTS = ["ringing", "answered", "completed"] as const;

const AGENT_ADDRESS = /^(?:client:|sip:)([^@;]+)/;

/** The agent's person in an address that Twilio rang; null for a number. */
export const personAt = (address: string): string | null => AGENT_ADDRESS.exec(address)?.[1] ?? null;

/** Rings the targets. The caller pays for nothing and hears ringing until somebody answers. */
export async function dialTwiml(
  { targets, ringSeconds, maxSeconds, next, status }: DialTry,
  sipDomain: string | undefined,
): Promise<string> {
  const response = await newResponse();
  const timeout = Math.min(ringSeconds, RING_SECONDS_MAX);
  const dial = response.dial({ timeout, timeLimit: maxSeconds, answerOnBridge: true, action: next });
  for (const target of targets) {
    const reports = { statusCallback: status, statusCallbackEvent: [...EVENTS] };
    if (target.kind === "number") dial.number(reports, target.number);
    else if (sipDomain !== undefined) dial.sip(reports, `sip:${target.person}@${sipDomain}`);
    else dial.client(reports, target.person);
  }
  return response.toString();
}

/** The caller hears that the number isn't in service. Only possible before anything else was answered. */
export async function rejectTwiml(): Promise<string> {
  const response = await newResponse();
  response.reject({ reason: "rejected" });
  return response.toString();
}

export async function announcementTwiml(text: string): Promise<string> {
  const response = await newResponse();
  response.say(text);
  response.hangup();
  return response.toString();
}

/** The caller may leave a message, which stays at Twilio. `over`: what Twilio asks for when it is recorded. */
export async function voicemailTwiml(text: string, over: string): Promise<string> {
  const response = await newResponse();
  response.say(text);
  response.record({ maxLength: VOICEMAIL_SECONDS, playBeep: true, action: over });
  response.hangup();
  return response.toString();
}

export async function hangUpTwiml(): Promise<string> {
  const response = await newResponse();
  response.hangup();
  return response.toString();
}

async function newResponse() {
  const { twiml } = await loadTwilio();
  return new twiml.VoiceResponse();
}
