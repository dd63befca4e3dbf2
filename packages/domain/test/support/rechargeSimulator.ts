import type { Card, CardData, Wallet } from "../../src/cards/rules.ts";
import type { Effect } from "../../src/core/effect.ts";
import {
  type ProviderAnswer,
  type ProviderRequest,
  applyAnswer,
  markSent,
  nextStep,
} from "../../src/core/provider-request/providerRequest.ts";
import { message } from "../../src/core/message.ts";
import {
  chargeDataOf,
  checkRecharge,
  type Recharge,
  type RechargeFacts,
  type RechargeSettings,
  topUp,
} from "../../src/balance/recharge.ts";
import { declineCharge, settleCharge, type ChargeFacts, reverseDecline } from "../../src/balance/chargeOutcome.ts";
import type { PastCharge } from "../../src/balance/rechargeLimits.ts";
import { DEFAULT_RECHARGE_LIMIT } from "../../src/balance/types.ts";
import type { Doc } from "../../src/core/record.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/core/time.ts";
import { cardData } from "./cards.ts";
import { AVA, doc, NOON } from "./samples.ts";

/** The behavior of a card when charged, and of a call on its way. */
export const CARD_BEHAVIOURS = ["pays", "soft", "hard", "approval"] as const;
export type CardBehaviour = (typeof CARD_BEHAVIOURS)[number];
export const FAULTS = ["none", "lost before", "lost after", "busy", "crash before", "crash after", "pending"] as const;
export type Fault = (typeof FAULTS)[number];

const ANSWER_TIMEOUT_MS = 10 * SECOND;
export const UNIT = 1_000_000;

/** The complete system in memory: records, jobs, the ledger, and a provider with its own records. */
export class RechargeSimulator {
  now = NOON;
  balance: number;
  settings: Doc<RechargeSettings> | null;
  wallet: Wallet | null = null;
  readonly cards = new Map<string, Card>();
  readonly recharges = new Map<string, Recharge>();
  readonly charges = new Map<string, ProviderRequest>();
  readonly jobs: { requestId: string; version: number; dueAt: number }[] = [];
  readonly postings = new Map<string, number>();
  /** The provider's actual outcomes by key. */
  readonly provider = new Map<string, { outcome: CardBehaviour; cents: number }>();
  readonly manners = new Map<string, CardBehaviour>();
  /** Reversed declines, which nobody here caused. */
  reversals = 0;
  private count = 0;

  constructor(manners: readonly CardBehaviour[], balance: number) {
    this.balance = balance;
    const data: RechargeSettings = {
      enabled: true,
      threshold: 10 * UNIT,
      target: 25 * UNIT,
      monthlyCap: null,
      perCharge: DEFAULT_RECHARGE_LIMIT,
      perDay: DEFAULT_RECHARGE_LIMIT,
      consent: null,
    };
    this.settings = doc("rechargeSettings", "acc", data);
    for (const manner of manners) this.addCard(manner);
  }

  newId = (): string => `id${(this.count += 1)}`;

  addCard(manner: CardBehaviour): void {
    const id = `card${this.cards.size}-${(this.count += 1)}`;
    this.cards.set(id, doc("card", id, cardData({ providerRef: id, holder: id })));
    this.manners.set(id, manner);
    const before = this.wallet?.data ?? {
      provider: "sandbox" as const,
      customer: "c",
      primary: null,
      backup: null,
      others: [],
    };
    const data = before.primary === null ? { ...before, primary: id } : { ...before, others: [...before.others, id] };
    this.wallet = doc("wallet", "acc", data, (this.wallet?.version ?? 0) + 1);
  }

  facts(): RechargeFacts {
    const openRecharge =
      [...this.recharges.values()].find(({ data }) => data.type === "recharge" && data.endedAt === null) ?? null;
    return {
      account: "acc",
      zone: "UTC",
      settings: this.settings,
      wallet: this.wallet,
      cards: [...this.cards.values()],
      balance: this.balance,
      currency: "USD",
      openRecharge: openRecharge,
      isCharging: this.open().length > 0,
      canceled: false,
      recentCharges: {
        charges: this.paid(),
        day: { from: this.now - DAY, to: this.now + DAY },
        month: { from: this.now - 30 * DAY, to: this.now + 30 * DAY },
      },
    };
  }

  /** Charges by recharges, by the time they were sent. */
  paid = (): PastCharge[] =>
    [...this.charges.values()]
      .filter(
        (one) =>
          one.data.state === "settled" && this.recharges.get(chargeDataOf(one).recharge)!.data.type === "recharge",
      )
      .map((one) => ({ at: one.data.sentAt ?? 0, micros: chargeDataOf(one).cents * 10_000 }));

  open = (): ProviderRequest[] => [...this.charges.values()].filter(({ data }) => data.endedAt === null);

  check(): void {
    this.apply(checkRecharge(this.facts(), this).effects);
  }

  topUp(cents: number): void {
    try {
      this.apply(topUp(this.facts(), { cents, card: null }, AVA, this).effects);
    } catch {
      // Rejected: something is in progress, or there is no card.
    }
  }

  /** Runs the next due job with this happening to its call; returns whether there was one. */
  work(fault: Fault): boolean {
    const at = this.jobs.findIndex(({ dueAt }) => dueAt <= this.now);
    if (at < 0) return false;
    const [{ requestId: id, version }] = this.jobs.splice(at, 1) as [(typeof this.jobs)[number]];
    let request = this.charges.get(id)!;
    const step = nextStep(request, version);
    if (step === null) return true;
    if (step === "send") {
      this.apply(markSent(request, ANSWER_TIMEOUT_MS, this.now));
      request = this.charges.get(id)!;
      if (fault === "crash before") return true;
    }
    const answer = this.called(request, step, fault);
    // A crashed worker keeps its job for a while; then the next one takes it.
    if (answer === null) {
      if (step === "check") this.jobs.push({ requestId: id, version, dueAt: this.now + MINUTE });
      return true;
    }
    this.apply(applyAnswer(request, step, answer, this.endings(request), this.now));
    return true;
  }

  private endings(request: ProviderRequest) {
    const { recharge } = chargeDataOf(request);
    const facts: ChargeFacts = { ...this.facts(), recharge: this.recharges.get(recharge)! };
    return {
      done: () => settleCharge(request, facts, this.now),
      declined: (why: Parameters<typeof declineCharge>[2], how?: string) =>
        declineCharge(request, facts, why, how, this),
    };
  }

  /** Null: the worker is gone before the answer arrives. */
  private called(request: ProviderRequest, step: "send" | "check", fault: Fault): ProviderAnswer | null {
    const { card, cents } = chargeDataOf(request);
    if (step === "send" && fault === "busy") return { outcome: "busy" };
    if (step === "send" && fault !== "lost before" && !this.provider.has(request.id))
      this.provider.set(request.id, { outcome: this.manners.get(card)!, cents });
    if (fault === "crash after" || fault === "crash before") return null;
    if (fault === "lost before" || fault === "lost after") return { outcome: "unknown", reason: "lost" };
    if (fault === "pending") return { outcome: "unknown", reason: "pending" };
    const done = this.provider.get(request.id);
    if (!done) return { outcome: "not received" };
    if (done.outcome === "pays") return { outcome: "done" };
    return { outcome: "declined", why: message("balance.recharge.declined"), how: done.outcome };
  }

  /** The bank reverses a decline, and the provider reports it. */
  reverse(): void {
    const declined = [...this.charges.values()].find(
      ({ data }) => data.state === "declined" && data.why.key === "balance.recharge.declined",
    );
    if (!declined || this.provider.get(declined.id)?.outcome === "pays") return;
    this.provider.set(declined.id, { outcome: "pays", cents: chargeDataOf(declined).cents });
    const recharge = this.recharges.get(chargeDataOf(declined).recharge)!;
    this.reversals += 1;
    this.apply(reverseDecline(declined, { account: "acc", recharge }, this.now));
  }

  /** Without further faults, time passes until nothing is in progress. */
  rest(): void {
    for (let hours = 0; hours < 200; hours += 1) {
      this.check();
      while (this.work("none"));
      this.check();
      const isHeld = [...this.recharges.values()].some(
        ({ data }) => data.why.key === "balance.recharge.tooManyCharges",
      );
      if (this.open().length === 0 && !isHeld && this.jobs.every(({ dueAt }) => dueAt > this.now)) return;
      this.now += HOUR;
    }
    throw new Error("A charge never ended");
  }

  private apply(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.do === "post") {
        const { key, micros, to } = effect.movement;
        if (this.postings.has(key)) throw new Error(`booked twice: ${key}`);
        this.postings.set(key, micros);
        this.balance += to === "acc/balance" ? micros : -micros;
      }
      if (effect.do === "later") {
        const { requestId, version } = effect.job.data as { requestId: string; version: number };
        this.jobs.push({ requestId, version, dueAt: effect.job.dueAt });
      }
      if (effect.do === "create" || effect.do === "save") this.put(effect.kind, effect.id, effect.data);
    }
    // The database's own constraints.
    if (this.open().length > 1) throw new Error("two cards are charged at once");
    const shortfalls = [...this.recharges.values()].filter(
      ({ data }) => data.type === "recharge" && data.endedAt === null,
    );
    if (shortfalls.length > 1) throw new Error("two recharges of one shortfall");
  }

  private put(kind: string, id: string, data: unknown): void {
    const next = <D>(before: Doc<D> | undefined): Doc<D> =>
      doc(kind, id, data as D, (before?.version ?? 0) + 1, this.now);
    if (kind === "charge") this.charges.set(id, next(this.charges.get(id)));
    if (kind === "recharge") this.recharges.set(id, next(this.recharges.get(id)));
    if (kind === "card") this.cards.set(id, next<CardData>(this.cards.get(id)));
  }
}
