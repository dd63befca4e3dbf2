import { setTimeout as wait } from "node:timers/promises";
import type { CallAnswer, ConnectAnswer } from "../features/calls/callAnswer.ts";
import type { CallLimit } from "../features/calls/callLimits.ts";
import type { PhoneKey } from "../integrations/carrier/sandbox/phones.ts";
import { callServer } from "./callServer.ts";
import type { DemoPlatform } from "./demoPlatform.ts";

const CALLER = "+15125550177";
const LOOK_EVERY_MS = 500;
const LIMITS_EVERY_MS = 1000;
/** A receiving number in the sandbox answers by itself. */
const NUMBER_ANSWERS_MS = 2000;

type Target = ConnectAnswer["targets"][number];
const firstName = ({ name }: { name: string }): string => name.split(" ")[0]!.toLowerCase();

/**
 * One call from the caller's first ring to its end, as a phone platform plays it. `seconds`: how long the caller talks
 * at most.
 */
export class PhoneCall {
  private readonly id = crypto.randomUUID();
  private readonly platform: DemoPlatform;
  private readonly to: string;
  private readonly seconds: number;

  constructor(platform: DemoPlatform, to: string, seconds: number) {
    this.platform = platform;
    this.to = to;
    this.seconds = seconds;
  }

  async play(): Promise<void> {
    const asked = { callId: this.id, from: CALLER, to: this.to };
    let answer = await this.platform.call<CallAnswer>("query", "calls.admit", asked);
    // A call that never rang is over already.
    const hasRung = answer.connect;
    while (answer.connect) {
      const target = await this.ring(answer);
      if (target !== null) return this.talk(target, answer);
      if (answer.noAnswer !== "ask again") break;
      answer = await this.platform.call<CallAnswer>("query", "calls.noAnswer", { callId: this.id });
    }
    if (!answer.connect) console.log(`Not connected: ${answer.message} The caller hears: ${answer.hears}.`);
    else console.log(answer.noAnswer === "voicemail" ? "The caller leaves a message." : "Nobody answered.");
    if (hasRung) await this.report({ event: "ended" });
  }

  /** Whoever answers; null if nobody does. */
  private async ring({ targets, ring, ringSeconds }: ConnectAnswer): Promise<Target | null> {
    const groups = ring === "together" ? [targets] : targets.map((target) => [target]);
    for (const group of groups) {
      const answered = await this.ringTogether(group, ringSeconds);
      if (answered !== null) return answered;
    }
    return null;
  }

  private async ringTogether(group: readonly Target[], ringSeconds: number): Promise<Target | null> {
    const ringing = new Map(group.flatMap((target) => (target.kind === "agent" ? [[target.person, target]] : [])));
    // The popups of those who ring show the phone's keys from the first look on.
    await this.look([...ringing.keys()]);
    for (const person of ringing.keys()) await this.report({ event: "ringing", person });
    const names = group.map((target) => target.name || (target.kind === "number" ? target.number : ""));
    console.log(`${names.join(", ")} ringing for ${ringSeconds} seconds`);
    const [number] = group;
    if (number?.kind === "number") await wait(NUMBER_ANSWERS_MS);
    if (number?.kind === "number") return number;
    console.log(`  answer with “phone answer ${firstName(group[0]!)}” or in the popup, or decline`);
    for (let waited = 0; waited < ringSeconds * 1000 && ringing.size > 0; waited += LOOK_EVERY_MS) {
      await wait(LOOK_EVERY_MS);
      for (const { person, key } of (await this.look([...ringing.keys()])).pressed) {
        if (key === "answer") return ringing.get(person)!;
        await this.report({ event: "missed", person });
        ringing.delete(person);
      }
    }
    for (const person of ringing.keys()) await this.report({ event: "missed", person });
    return null;
  }

  /** Until somebody hangs up, or the balance is used up. */
  private async talk(target: Target, { maxSeconds }: ConnectAnswer): Promise<void> {
    const people = target.kind === "agent" ? [target.person] : [];
    await this.report({ event: "inbound", ...(target.kind === "agent" ? { person: target.person } : {}) });
    const answeredAt = Date.now();
    const who = target.name || this.to;
    console.log(`${who} answered; the balance pays for ${maxSeconds} seconds`);
    const elapsed = () => (Date.now() - answeredAt) / 1000;
    let limit = maxSeconds;
    let reason = "";
    while (reason === "") {
      await wait(Math.max(0, Math.min(LIMITS_EVERY_MS, (Math.min(limit, this.seconds) - elapsed()) * 1000)));
      const { pressed, isEnded } = await this.look(people);
      if (pressed.some(({ key }) => key === "hang up")) reason = `${who} hung up`;
      else if (elapsed() >= this.seconds) reason = "the caller hung up";
      else if (isEnded || elapsed() >= limit) reason = "the call was ended";
      else limit = await this.limit(limit);
    }
    const seconds = Math.round(elapsed());
    await this.report({ event: "ended", seconds });
    console.log(`After ${seconds} seconds ${reason}.`);
  }

  private async limit(known: number): Promise<number> {
    const { limits } = await this.platform.call<{ limits: CallLimit[] }>("query", "calls.limits", {});
    return limits.find(({ callId }) => callId === this.id)?.maxSeconds ?? known;
  }

  private look = (people: readonly string[]) =>
    callServer<{ pressed: { person: string; key: PhoneKey }[]; isEnded: boolean }>("mutation", "demo.lookAtPhones", {
      call: this.id,
      people,
    });

  private report = (event: { event: string; person?: string; seconds?: number }): Promise<unknown> =>
    this.platform.call("mutation", "calls.phoneEvent", { id: crypto.randomUUID(), call: this.id, ...event });
}
