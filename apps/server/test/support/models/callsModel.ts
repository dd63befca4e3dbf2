import { SECOND } from "../kit.ts";

// What phones, calls and offers must be after any reports, written down as plainly as possible: one object a phone and
// one a call, changed report by report. It shares nothing with the code that it checks.

export type EventName =
  | "connected"
  | "alive"
  | "ringing"
  | "inbound"
  | "outbound"
  | "missed"
  | "wrap-up"
  | "wrap-up over"
  | "ended"
  | "gone";
export interface Report {
  event: EventName;
  person: string | null;
  call: string | null;
  at: number;
  seconds: number | null;
}

interface ModelPhone {
  state: string;
  since: number;
  until: number | null;
  callId: string | null;
}
/** What one account knows of a phone's signs of life; null: no platform has reported it. */
interface Signs {
  aliveUntil: number | null;
  offered: boolean;
  connected: boolean;
}
interface ModelCall {
  startedAt: number;
  lastOffer: number;
  forgotten: boolean;
  ringing: Set<string>;
  ringingUntil: number;
  seen: Map<string, string>;
  answeredAt: number | null;
  endedAt: number | null;
  agent: string | null;
  seconds: number | null;
}

export const RING = 20;
export const WRAP_UP = 15;
const LEASE = 30;
const GRACE = 5;
const FORGOTTEN = 900 * SECOND;
const BUSY = ["inbound", "outbound", "wrap-up"];
const SIGNS: EventName[] = ["connected", "alive", "ringing", "inbound", "outbound", "wrap-up over"];

/** One agency: its accounts share the phones, each has calls and offers of its own. */
export class CallsModel {
  readonly phones = new Map<string, ModelPhone>();
  private readonly signs = new Map<string, Signs>();
  private readonly calls = new Map<string, ModelCall>();
  private readonly last = new Map<string, string>();
  readonly accounts: readonly string[];
  readonly people: readonly string[];

  constructor(accounts: readonly string[], people: readonly string[], phones: Map<string, ModelPhone>) {
    this.accounts = accounts;
    this.people = people;
    for (const [person, phone] of phones) this.phones.set(person, { ...phone });
    for (const account of accounts)
      for (const person of people)
        this.signs.set(`${account} ${person}`, { aliveUntil: null, offered: false, connected: true });
  }

  disconnect(account: string, person: string): void {
    this.signs.get(`${account} ${person}`)!.connected = false;
  }

  /** Whether no account has heard of this phone for its lease. */
  isSilent = (person: string, now: number): boolean =>
    this.accounts.every((account) => (this.signs.get(`${account} ${person}`)!.aliveUntil ?? Infinity) <= now);

  /** The phone as it is at this instant. */
  phone(person: string, now: number): ModelPhone {
    const phone = this.phones.get(person)!;
    const isOver = phone.until !== null && phone.until <= now;
    return isOver ? { state: "idle", since: phone.until!, until: null, callId: null } : phone;
  }

  call = (account: string, id: string): ModelCall | undefined => this.calls.get(`${account} ${id}`);
  inProgress = (account: string): string[] =>
    [...this.calls].flatMap(([key, call]) =>
      key.startsWith(`${account} `) && call.endedAt === null ? [key.split(" ")[1]!] : [],
    );

  /** Who is offered a call, in order: round robin over those at an idle, living phone. The first one's phone rings. */
  admit(account: string, id: string, now: number): string[] {
    const others = [...this.calls].filter(([key, call]) => key !== `${account} ${id}` && call.endedAt === null);
    // A phone is the same in all accounts; who speaks in this one gets no second call.
    const taken = new Set(others.flatMap(([, call]) => (call.ringingUntil > now ? [...call.ringing] : [])));
    for (const [key, { agent }] of others) if (key.startsWith(`${account} `) && agent !== null) taken.add(agent);
    const from = this.people.indexOf(this.last.get(account) ?? "") + 1;
    const order = [...this.people.slice(from), ...this.people.slice(0, from)];
    const free = order.filter((person) => {
      const signs = this.signs.get(`${account} ${person}`)!;
      const dead = signs.connected && signs.aliveUntil !== null && signs.aliveUntil <= now;
      return this.phone(person, now).state === "idle" && !dead && !signs.offered && !taken.has(person);
    });
    if (free.length === 0) return [];
    const [first] = free as [string];
    this.last.set(account, first);
    const signs = this.signs.get(`${account} ${first}`)!;
    if (signs.aliveUntil !== null) signs.offered = true;
    this.calls.set(`${account} ${id}`, {
      startedAt: now,
      lastOffer: now,
      forgotten: false,
      ringing: new Set([first]),
      ringingUntil: now + (RING + GRACE) * SECOND,
      seen: new Map(),
      answeredAt: null,
      endedAt: null,
      agent: null,
      seconds: null,
    });
    return free;
  }

  report(account: string, report: Report, now: number): void {
    if (report.event === "alive" && report.person !== null) {
      const all = this.accounts.map((one) => this.signs.get(`${one} ${report.person}`)!);
      // Nothing is written while more than two thirds of the lease are left.
      const isFresh = ({ connected, offered, aliveUntil }: Signs) =>
        connected && !offered && (aliveUntil ?? 0) - now > LEASE * SECOND * (2 / 3);
      if (all.every(isFresh)) return;
    }
    const call = report.call === null ? undefined : this.call(account, report.call);
    const people = new Set(report.person === null ? [] : [report.person]);
    const isWholeEnd = report.event === "ended" && (report.person === null || report.person === call?.agent);
    if (call && (isWholeEnd || report.event === "inbound")) {
      for (const [person, result] of call.seen)
        if (result === "ringing" || (isWholeEnd && result === "answered")) people.add(person);
      if (isWholeEnd && call.agent !== null) people.add(call.agent);
    }
    const wrapUp = call && call.endedAt === null ? WRAP_UP : 0;
    const rings = call && call.endedAt === null ? RING : null;
    const isOver =
      call !== undefined && call.endedAt !== null && ["ringing", "inbound", "outbound"].includes(report.event);
    // Somebody else has just answered: this phone rang before.
    const rangBefore = call !== undefined && call.answeredAt !== null && report.at < call.answeredAt + GRACE * SECOND;
    const isTooLate = isOver || (report.event === "ringing" && rangBefore && report.person !== call!.agent);
    for (const person of isTooLate ? [] : people) {
      const event = report.event === "inbound" && person !== report.person ? "ended" : report.event;
      this.phoneReport(person, { ...report, event }, wrapUp, rings);
    }
    if (report.person !== null && SIGNS.includes(report.event))
      for (const one of this.accounts) {
        const signs = this.signs.get(`${one} ${report.person}`)!;
        signs.aliveUntil = Math.max(signs.aliveUntil ?? 0, report.at + LEASE * SECOND);
        signs.offered = false;
      }
    for (const person of people)
      for (const one of this.accounts)
        this.signs.get(`${one} ${person}`)!.connected = this.phones.get(person)!.state !== "not connected";
    if (call) this.callReport(call, report);
  }

  private phoneReport(person: string, { event, at, call }: Report, wrapUp: number, rings: number | null): void {
    const stored = this.phones.get(person)!;
    if (at < stored.since) return;
    const phone = this.phone(person, at);
    if (at < phone.since) return;
    const other = call !== null && phone.callId !== null && call !== phone.callId;
    const become = (state: string, until: number | null = null, callId: string | null = null) =>
      this.phones.set(person, { state, since: at, until, callId });
    const { state } = phone;
    if (stored !== phone) this.phones.set(person, phone);
    if (event === "connected" || event === "alive") return void (state === "not connected" && become("idle"));
    if (event === "gone") return void (state !== "not connected" && become("not connected"));
    if (event === "ringing") {
      if (BUSY.includes(state) || (state === "ringing" && !other)) return;
      return void become("ringing", rings === null ? null : at + (rings + GRACE) * SECOND, call);
    }
    if (event === "inbound" || event === "outbound")
      return void ((state !== event || other) && become(event, null, call));
    if (other) return;
    if (event === "missed") return void (state === "ringing" && become("idle"));
    if (event === "wrap-up over") return void (state === "wrap-up" && become("idle"));
    if (event === "wrap-up") {
      if (state !== "inbound" && state !== "outbound") return;
      return void become("wrap-up", wrapUp > 0 ? at + wrapUp * SECOND : null, phone.callId);
    }
    if (state === "not connected" || state === "idle") return;
    if (state === "wrap-up" && call !== null && phone.callId === call) return;
    if (wrapUp === 0 || call === null || state === "ringing" || state === "wrap-up") return void become("idle");
    become("wrap-up", at + wrapUp * SECOND, call);
  }

  private callReport(call: ModelCall, report: Report): void {
    const at = Math.max(report.at, call.startedAt);
    const { event, seconds } = report;
    let { person } = report;
    if (call.forgotten && event === "ended") {
      call.forgotten = false;
      call.endedAt = null;
      person = null;
    }
    const isOver = call.endedAt !== null;
    if (event === "ringing" && person !== null && !isOver && call.answeredAt === null) {
      if (call.seen.get(person) !== "ringing") {
        call.seen.set(person, "ringing");
        call.ringing.add(person);
        call.lastOffer = Math.max(call.lastOffer, at);
        call.ringingUntil = Math.max(call.ringingUntil, at + (RING + GRACE) * SECOND);
      }
    }
    if (event === "inbound" && (call.answeredAt === null || at < call.answeredAt) && !(isOver && at > call.endedAt!)) {
      call.answeredAt = at;
      call.agent = person ?? call.agent;
      for (const [one, result] of call.seen) if (result === "ringing") call.seen.set(one, "withdrawn");
      if (person !== null) call.seen.set(person, "answered");
      call.lastOffer = Math.max(call.lastOffer, person === null ? 0 : at);
      if (isOver && !call.forgotten && call.seconds === null) call.seconds = Math.round((call.endedAt! - at) / SECOND);
    } else if (event === "inbound" && call.answeredAt !== null && person !== null && person !== call.agent && !isOver) {
      call.agent = person;
      call.seen.set(person, "answered");
    }
    if ((event === "missed" || event === "gone") && person !== null && person !== call.agent && !isOver) {
      const before = call.seen.get(person);
      if (before === "ringing" || (before === undefined && event === "missed")) call.seen.set(person, "missed");
    }
    if (event === "ended" && !isOver) {
      if (person !== null && person !== call.agent && !(seconds !== null && seconds > 0)) {
        if (call.seen.get(person) === "ringing") call.seen.set(person, "withdrawn");
      } else {
        for (const [one, result] of call.seen) if (result === "ringing") call.seen.set(one, "withdrawn");
        const over = Math.max(at, call.answeredAt ?? at);
        call.endedAt = over;
        call.agent = call.agent ?? (seconds ? person : null);
        call.seconds = seconds ?? (call.answeredAt === null ? null : Math.round((over - call.answeredAt) / SECOND));
        if (call.answeredAt === null && (call.seconds ?? 0) > 0) call.answeredAt = over - call.seconds! * SECOND;
        if (call.answeredAt === null) call.seconds = null;
      }
    }
    for (const one of call.ringing)
      if (call.seen.has(one) && call.seen.get(one) !== "ringing") call.ringing.delete(one);
    if (call.answeredAt !== null) [call.ringing, call.ringingUntil] = [new Set(), 0];
  }

  /** What the server's work of every second writes down: lapsed leases, ringing and wrap-up that are over. */
  tick(now: number): void {
    for (const person of this.people) {
      const stored = this.phones.get(person)!;
      const phone = this.phone(person, now);
      if (phone === stored) continue;
      this.phones.set(person, phone);
      if (stored.state !== "ringing" || stored.callId === null) continue;
      for (const account of this.accounts) {
        const call = this.call(account, stored.callId);
        if (call && call.endedAt === null && call.seen.get(person) === "ringing") {
          call.seen.set(person, "missed");
          call.ringing.delete(person);
        }
      }
    }
    for (const call of this.calls.values()) {
      if (call.endedAt !== null || call.answeredAt !== null) continue;
      if (call.startedAt + FORGOTTEN >= now || call.lastOffer + FORGOTTEN > now) continue;
      call.endedAt = now;
      call.forgotten = true;
      for (const [one, result] of call.seen) if (result === "ringing") call.seen.set(one, "withdrawn");
    }
    for (const [key, signs] of this.signs) {
      if (!signs.connected || signs.aliveUntil === null || signs.aliveUntil > now) continue;
      signs.connected = false;
      const person = key.split(" ")[1]!;
      const at = Math.max(signs.aliveUntil, this.phones.get(person)!.since);
      if (this.phone(person, at).state === "not connected") continue;
      this.phones.set(person, { state: "not connected", since: at, until: null, callId: null });
    }
  }
}
