import type { DetachmentFacts, DetachmentWithNumbers, Detachment, LinesAndEffects } from "./types.ts";
import { addMember } from "../account/rules.ts";
import { personOf } from "../core/actor.ts";
import { checkPorting } from "../lifecycle/cancel.ts";
import { type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { checkNoneOrdered, freeze } from "../plans/freezing.ts";
import { type Fees, FeesByDay, feesOf, type MonthlyCost } from "../balance/monthlyCost.ts";
import { byNumber, applyDisposition, type DecisionContext } from "../lifecycle/disposition.ts";
import { message } from "../core/message.ts";
import { nextTerms } from "../plans/nextTerms.ts";
import { historyLines } from "../plans/historyLines.ts";
import type { Terms } from "../plans/catalogue.ts";
import { effectLine, figureLine, NEVER_UNDOABLE } from "../proposals/lines.ts";
import type { Doc } from "../core/record.ts";
import { transferMoney } from "./detachMoney.ts";
import type { NumberData } from "../numbers/schema.ts";
import { formatNumberCount } from "../lifecycle/runningCost.ts";

/**
 * The outcome for the numbers: those transferred, and which records of the sub-account are frozen or restored
 * afterwards.
 */
interface DetachedNumbers {
  transferred: LinesAndEffects;
  frozen: LinesAndEffects;
  /** Fees of the sub-account's own numbers afterwards. */
  fees: Fees;
}

/** Detaches one sub-account: it receives the agency's numbers, money and cards. */
export function detachSubAccount(input: Detachment, context: DecisionContext): LinesAndEffects & { cost: MonthlyCost } {
  const transferred = moveNumbers(input, input.agency.numbers, context);
  return detachWith(input, { transferred, ...frozenAfterDetach(input, transferred, context) }, context);
}

/** Which of the sub-account's own numbers, queues and people are frozen or restored, given the transferred ones. */
export function frozenAfterDetach(
  { subAccount, plan }: DetachmentWithNumbers,
  transferred: LinesAndEffects,
  context: DecisionContext,
): Omit<DetachedNumbers, "transferred"> {
  const next = nextTerms(subAccount.terms.data, plan, context.proposedAt);
  const frozen = freeze(subAccount, termsAfterTransfer(subAccount, next, transferred, context), {}, context);
  return { frozen, fees: feesOf(numbersAfterwards(frozen.effects, subAccount.numbers), next, context.now) };
}

/** `detachSubAccount` with a known outcome for the numbers: those that a run handles later are only lines. */
export function detachWith(
  input: DetachmentFacts,
  { transferred, frozen, fees: ownFees }: DetachedNumbers,
  context: DecisionContext,
): LinesAndEffects & { cost: MonthlyCost } {
  const { agency, subAccount, plan } = input;
  checkNothingInFlight(input);
  const next = nextTerms(subAccount.terms.data, plan, context.proposedAt);
  const values = { name: subAccount.account.data.name, agency: agency.account.data.name, plan: next.planName };
  const newMember = addCallerAsMember(subAccount, context);
  const money = transferMoney(input, next, context);
  const accountData = { ...subAccount.account.data, agency: null, balanceFrom: "own" as const };
  const canceled = { since: context.now, by: context.by.id, until: null };
  const lifecycleData = {
    ...agency.lifecycle.data,
    canceled,
    cancellation: { undoUntil: context.proposedAt, paidUntil: null },
  };
  const fees = new FeesByDay()
    .add(ownFees)
    .add(feesOf(numbersAfterwards(transferred.effects, []), next, context.now))
    .fees();
  const price = next.pricePerMonth;
  const numbers = formatNumberCount(fees.count);
  return {
    cost: {
      nowMicros: money.nowMicros,
      monthMicros: price + fees.micros,
      scheduledFees: [
        ...fees.scheduledFees,
        { at: money.month.renewsAt, anchor: money.month.billingAnchor, micros: price },
      ],
      replacesAllFees: true,
      cards: money.cards,
    },
    lines: [
      effectLine("standalone", "accounts", message("agency.detachLine", values), null, NEVER_UNDOABLE),
      effectLine("agency", "accounts", message("agency.agencyEnds", values), null, NEVER_UNDOABLE),
      ...transferred.lines,
      ...frozen.lines,
      ...newMember.lines,
      ...money.lines,
      ...(fees.count === 0
        ? []
        : [figureLine("fees", "money per month", message("lifecycle.feesLine", { numbers }), fees.micros)]),
      ...historyLines(
        { terms: subAccount.terms, hiddenVersionCount: input.hiddenVersionCount },
        next,
        context.proposedAt,
      ),
    ],
    effects: [
      save("account", subAccount.account, accountData, { action: message("agency.didDetach", values) }),
      save("terms", subAccount.terms, next, {
        action: message("plans.didChange", { plan: next.planName, was: subAccount.terms.data.planName }),
      }),
      save("lifecycle", agency.lifecycle, lifecycleData, { action: message("agency.didEndAgency", values) }),
      ...transferred.effects,
      ...frozen.effects,
      ...newMember.effects,
      ...money.effects,
    ],
  };
}

/** The numbers afterwards, including the transferred ones. */
function numbersAfterwards(effects: readonly Effect[], before: readonly Doc<NumberData>[]): NumberData[] {
  const saved = new Map(
    effects.flatMap((effect) => (effect.do === "save" && effect.kind === "number" ? [[effect.id, effect]] : [])),
  );
  const data = (holder: { data: unknown }) => holder.data as NumberData;
  return [
    ...before.map((number) => data(saved.get(number.id) ?? number)),
    ...effects.flatMap((effect) => (effect.do === "create" && effect.kind === "number" ? [data(effect)] : [])),
  ];
}

/** A charge that ends later would still be booked to the agency, whose balance is gone by then. */
function checkNothingInFlight({ agency, subAccount }: DetachmentFacts): void {
  for (const { data } of agency.charges)
    fail("conflict", data.type === "refund card" ? "balance.refund.inFlight" : "balance.recharge.inFlight");
  if (subAccount.account.data.balanceFrom === "agency") checkNoneOrdered(subAccount.numbersOnOrder);
}

/** The terms for the sub-account's own records: the transferred ones come first and use up a part of each limit. */
export const termsAfterTransfer = (
  subAccount: DetachmentFacts["subAccount"],
  next: Terms,
  transferred: LinesAndEffects,
  context: DecisionContext,
): Terms => reduceLimits(next, transferredCount(transferred), addCallerAsMember(subAccount, context).lines.length);

/** The number of transferred records: each has two effects, one in either account. */
export const transferredCount = ({ effects }: LinesAndEffects): number => effects.length / 2;

/** Throws `conflict` if even the transferred records exceed a limit. */
export function reduceLimits(terms: Terms, numbers: number, people: number): Terms {
  const { limits } = terms;
  const reduce = (limit: number | null, count: number) => (limit === null ? null : limit - count);
  const reduced = { ...limits, numbers: reduce(limits.numbers, numbers), people: reduce(limits.people, people) };
  if (reduced.numbers !== null && reduced.numbers < 0)
    fail("conflict", "agency.agencyNumbers", { plan: terms.planName, limit: limits.numbers!, count: numbers });
  return { ...terms, limits: reduced };
}

/** Transfers the agency's numbers. Throws `conflict` if one is being ported away. */
export function moveNumbers(
  { agency, subAccount }: DetachmentFacts,
  numbers: readonly Doc<NumberData>[],
  context: DecisionContext,
): LinesAndEffects {
  checkPorting(numbers);
  const { account } = agency;
  const origin = {
    account,
    terms: subAccount.terms.data,
    payer: account.id,
    moveTargets: new Map([[subAccount.account.id, { name: subAccount.account.data.name }]]),
  };
  const results = numbers
    .filter(({ data }) => data.state.is !== "released")
    .toSorted(byNumber)
    .map((number) => applyDisposition(number, { is: "move", to: subAccount.account.id }, origin, context));
  return { lines: results.map(({ line }) => line), effects: results.flatMap(({ effects }) => effects) };
}

/** The person who detaches it becomes a member: until then the agency gave them the right to act in it. */
function addCallerAsMember(subAccount: DetachmentFacts["subAccount"], { by, now }: DecisionContext): LinesAndEffects {
  const who = personOf(by);
  if (who === null || subAccount.members.some(({ id }) => id === who)) return { lines: [], effects: [] };
  return {
    lines: [
      effectLine(`person:${who}`, "people", message("agency.joins", { who, name: subAccount.account.data.name })),
    ],
    effects: addMember(subAccount.account.id, who, { role: "administrator", softphone: false }, by, now),
  };
}
