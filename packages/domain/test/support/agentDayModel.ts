const MINUTE = 60_000;
const LEASE = 5 * MINUTE;

export interface ModelStatus {
  takesCalls: boolean;
  defaultMinutes: number | null;
  over: "available" | "stay" | "offline";
}
/** A planned time. Where several cover an instant, the one that begins last counts. */
export interface ModelTime {
  status: string;
  from: number;
  until: number;
}
interface Kept {
  status: string;
  since: number;
  until: number | null;
  over: ModelStatus["over"];
}
interface Queued {
  status: string;
  minutes: number | null;
  at: number;
}

/**
 * An agent's day as people describe it, walked minute by minute: what is due at a minute happens at that minute. It knows
 * none of the product's code, and its record keeps only what is true now.
 */
export class AgentDayModel {
  now: number;
  current: Kept = { status: "available", since: 0, until: null, over: "stay" };
  next: Queued | null = null;
  /** What an undo leads back to; `cleared` is what the last choice took from the queue. */
  before: (Kept & { cleared: Queued | null | "nothing" }) | null = null;
  /** When a person last chose, and what that means for the queue. */
  choice = 0;
  #chosenAt = 0;
  #isOwnWords = false;
  /** While a planned status is on: what it returns to. */
  planReturn: Kept | null = null;
  #covering: ModelTime | null = null;
  #hasBegun = false;
  flips: { at: number; pair: string }[] = [];
  phone: "idle" | "call" | "wrap-up" = "idle";
  callEnd: number | null = null;
  devices: ({ idleSince: number | null; at: number } | null)[] = [null, null];
  readonly #statuses: Record<string, ModelStatus>;
  readonly #times: readonly ModelTime[];
  readonly #guard: number;

  constructor(statuses: Record<string, ModelStatus>, times: readonly ModelTime[], guard: number, now: number) {
    this.#statuses = statuses;
    this.#times = times;
    this.#guard = guard * MINUTE;
    this.now = now;
    this.current.since = now;
    this.#due();
  }

  walkTo(to: number): void {
    while (this.now < to) {
      this.now += MINUTE;
      this.#due();
    }
  }

  get isOnCall(): boolean {
    return this.phone !== "idle";
  }
  get isHeld(): boolean {
    return this.now < this.choice + this.#guard;
  }
  get hasLoop(): boolean {
    return this.flips.some(({ at, pair }, index) => {
      const same = this.flips.slice(index).filter((flip) => flip.pair === pair);
      return same.length >= 3 && same[2]!.at - at <= 10 * MINUTE;
    });
  }

  choose(status: string, given: number | null | undefined): void {
    const { defaultMinutes, over } = this.#statuses[status]!;
    const minutes = given === undefined ? defaultMinutes : given;
    const until = minutes === null ? null : this.now + minutes * MINUTE;
    const cleared = this.next === null ? ("nothing" as const) : this.next;
    const isSame = this.current.status === status;
    const isRepeated = isSame && this.current.until === until && this.#isOwnWords;
    if (!isRepeated || cleared !== "nothing") this.before = { ...this.current, cleared };
    if (!isRepeated) {
      this.current = { status, since: isSame ? this.current.since : this.now, until, over };
      this.planReturn = null;
      this.#isOwnWords = true;
    }
    this.next = null;
    this.#chose();
  }

  queue(status: string, minutes: number | null): void {
    if (this.next?.status === status && this.next.minutes === minutes) return;
    this.next = { status, minutes, at: this.now };
  }

  extend(minutes: number): boolean {
    if (this.current.until === null) return false;
    this.current.until = Math.max(this.current.until, this.now) + minutes * MINUTE;
    this.#chose();
    this.#due();
    return true;
  }

  undo(): boolean {
    if (this.before === null) return false;
    const { cleared, ...kept } = this.before;
    if (kept.until !== null && kept.until <= this.now && kept.over !== "stay") return false;
    const left = { ...this.current };
    const isNextNewer = this.next !== null && this.next.at > this.#chosenAt;
    const followed = this.next;
    this.current = kept;
    this.planReturn = null;
    this.#isOwnWords = false;
    if (cleared === "nothing" || isNextNewer) this.before = { ...left, cleared: "nothing" };
    else {
      this.next = cleared !== null && this.#callEndedAfter(cleared, kept.since) ? null : cleared;
      this.before = { ...left, cleared: followed };
    }
    this.#chose();
    this.#due();
    return true;
  }

  report(device: number, idleSince: number | null, rule: { minutes: number; status: string }): void {
    this.devices[device] = { idleSince, at: this.now };
    const recent = this.devices.filter((one) => one !== null && this.now - one.at < LEASE);
    if (recent.length === 0 || recent.some((one) => one!.idleSince === null)) return;
    const since = Math.max(...recent.map((one) => one!.idleSince!));
    if (this.now - since < rule.minutes * MINUTE || this.isOnCall) return;
    this.#byRule(rule.status, this.#statuses[rule.status]!.defaultMinutes);
  }

  miss(status: string, minutes: number | null): void {
    this.#byRule(status, minutes);
  }

  hear(event: "inbound" | "wrap-up" | "ended"): void {
    if (event === "inbound") {
      if (this.phone === "idle") this.callEnd = null;
      this.phone = "call";
    } else if (event === "wrap-up" && this.phone === "call") this.phone = "wrap-up";
    else if (event === "ended" && this.phone !== "idle") {
      this.phone = "idle";
      this.callEnd = this.now;
    }
    this.#due();
  }

  #chose(): void {
    this.choice = this.now;
    this.#chosenAt = this.now;
    this.flips = [];
  }

  /** Only those who take calls are sent away, and nobody soon after they chose or once rules have gone in a circle. */
  #byRule(status: string, minutes: number | null): void {
    if (!this.#statuses[this.current.status]!.takesCalls || this.isHeld || this.hasLoop) return;
    this.flips.push({ at: this.now, pair: [this.current.status, status].toSorted().join() });
    this.before = { ...this.current, cleared: "nothing" };
    const until = minutes === null ? null : this.now + minutes * MINUTE;
    this.current = { status, since: this.now, until, over: this.#statuses[status]!.over };
    this.planReturn = null;
    this.#isOwnWords = false;
  }

  #callEndedAfter({ at }: Queued, since: number): boolean {
    return !this.isOnCall && this.callEnd !== null && this.callEnd > at && this.callEnd >= since;
  }

  /** What is due now: a queued status comes before a planned one, and that before the end of a promise. */
  #due(): void {
    const covering = this.#times.findLast(({ from, until }) => from <= this.now && this.now < until) ?? null;
    if (covering !== this.#covering) [this.#covering, this.#hasBegun] = [covering, false];
    while (this.#startQueued() || this.#startPlanned() || this.#end());
  }

  #startQueued(): boolean {
    if (this.next === null || !this.#callEndedAfter(this.next, this.current.since)) return false;
    const { status, minutes, at } = this.next;
    const until = minutes === null ? null : this.now + minutes * MINUTE;
    this.current = { status, since: this.now, until, over: this.#statuses[status]!.over };
    [this.next, this.before, this.planReturn, this.flips] = [null, null, null, []];
    [this.choice, this.#chosenAt, this.#isOwnWords] = [this.now, at, false];
    return true;
  }

  #startPlanned(): boolean {
    const time = this.#covering;
    if (time === null || this.#hasBegun || this.current.status === "offline" || this.isHeld) return false;
    // Whoever chose since the time began doesn't want it today.
    if (this.choice >= time.from) return false;
    const later = this.#times.filter(({ from }) => from > this.now).map(({ from }) => from);
    const until = Math.min(time.until, ...later);
    if (this.current.status === time.status && this.current.until === until) return false;
    this.#hasBegun = true;
    this.before = { ...this.current, cleared: "nothing" };
    this.planReturn ??= { ...this.current };
    this.current = { status: time.status, since: this.now, until, over: "available" };
    this.#isOwnWords = false;
    return true;
  }

  #end(): boolean {
    const { until, over } = this.current;
    if (until === null || until > this.now || over === "stay" || this.isOnCall) return false;
    const back = this.planReturn ?? this.current;
    const isOver = back.until !== null && back.until <= this.now && back.over !== "stay";
    this.current = isOver
      ? { status: back.over === "offline" ? "offline" : "available", since: this.now, until: null, over: "stay" }
      : { ...back, since: this.now };
    [this.planReturn, this.before, this.#isOwnWords] = [null, null, false];
    return true;
  }
}
