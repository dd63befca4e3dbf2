import type { DetachmentFacts, DetachmentWithNumbers, Detachment, Part } from "./types.ts";
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
import { effectLine, figureLine, NEVER } from "../proposals/lines.ts";
import type { Doc } from "../core/record.ts";
import { transferMoney } from "./detachMoney.ts";
import type { NumberData } from "../numbers/schema.ts";
import { formatNumberCount } from "../lifecycle/runningCost.ts";

/**
 * The outcome for the numbers: those transferred, and which records of the sub-account are frozen or restored
 * afterwards.
 */
interface Numbers {
  transferred: Part;
  frozen: Part;
  /** Fees of the sub-account's own numbers afterwards. */
  fees: Fees;
}

/** Detaches one sub-account: it receives the agency's numbers, money and cards. */
export function detachSubAccount(input: Detachment, context: DecisionContext): Part & { cost: MonthlyCost } {
  const transferred = moveNumbers(input, input.agency.numbers, context);
  return detachWith(input, { transferred, ...frozenAfterDetach(input, transferred, context) }, context);
}

/** Which of the sub-account's own numbers, queues and people are frozen or restored, given the transferred ones. */
export function frozenAfterDetach(
  { sub, plan }: DetachmentWithNumbers,
  transferred: Part,
  context: DecisionContext,
): Omit<Numbers, "transferred"> {
  const next = nextTerms(sub.terms.data, plan, context.proposedAt);
  const frozen = freeze(sub, termsAfterTransfer(sub, next, transferred, context), {}, context);
  return { frozen, fees: feesOf(numbersAfterwards(frozen.effects, sub.numbers), next, context.now) };
}

/** The same with a known outcome for the numbers; those that are handled later only appear as lines. */
export function detachWith(
  input: DetachmentFacts,
  { transferred, frozen, fees: ownFees }: Numbers,
  context: DecisionContext,
): Part & { cost: MonthlyCost } {
  const { agency, sub, plan } = input;
  checkNothingInFlight(input);
  const next = nextTerms(sub.terms.data, plan, context.proposedAt);
  const values = { name: sub.account.data.name, agency: agency.account.data.name, plan: next.planName };
  const newMember = addCallerAsMember(sub, context);
  const money = transferMoney(input, next, context);
  const accountData = { ...sub.account.data, agency: null, balanceFrom: "own" as const };
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
      effectLine("standalone", "accounts", message("agency.detachLine", values), null, NEVER),
      effectLine("agency", "accounts", message("agency.agencyEnds", values), null, NEVER),
      ...transferred.lines,
      ...frozen.lines,
      ...newMember.lines,
      ...money.lines,
      ...(fees.count === 0
        ? []
        : [figureLine("fees", "money per month", message("lifecycle.feesLine", { numbers }), fees.micros)]),
      ...historyLines({ terms: sub.terms, hiddenVersionCount: input.hiddenVersionCount }, next, context.proposedAt),
    ],
    effects: [
      save("account", sub.account, accountData, { action: message("agency.didDetach", values) }),
      save("terms", sub.terms, next, {
        action: message("plans.didChange", { plan: next.planName, was: sub.terms.data.planName }),
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
  const saved = new Map(effects.flatMap((one) => (one.do === "save" && one.kind === "number" ? [[one.id, one]] : [])));
  const data = (one: { data: unknown }) => one.data as NumberData;
  return [
    ...before.map((number) => data(saved.get(number.id) ?? number)),
    ...effects.flatMap((one) => (one.do === "create" && one.kind === "number" ? [data(one)] : [])),
  ];
}

/** A charge that ends later would still be booked to the agency, whose balance is gone by then. */
function checkNothingInFlight({ agency, sub }: DetachmentFacts): void {
  for (const { data } of agency.charges)
    fail("conflict", data.type === "refund card" ? "balance.refund.inFlight" : "balance.recharge.inFlight");
  if (sub.account.data.balanceFrom === "agency") checkNoneOrdered(sub.numbersOnOrder);
}

/** The terms with limits reduced by the transferred records, which take precedence. */
export const termsAfterTransfer = (
  sub: DetachmentFacts["sub"],
  next: Terms,
  transferred: Part,
  context: DecisionContext,
): Terms => reduceLimits(next, transferredCount(transferred), addCallerAsMember(sub, context).lines.length);

/** The number of transferred records: each is removed there and created here. */
export const transferredCount = ({ effects }: Part): number => effects.length / 2;

/** Throws `conflict` if even the transferred records exceed a limit. */
export function reduceLimits(terms: Terms, numbers: number, people: number): Terms {
  const { limits } = terms;
  const reduce = (limit: number | null, by: number) => (limit === null ? null : limit - by);
  const reduced = { ...limits, numbers: reduce(limits.numbers, numbers), people: reduce(limits.people, people) };
  if (reduced.numbers !== null && reduced.numbers < 0)
    fail("conflict", "agency.agencyNumbers", { plan: terms.planName, limit: limits.numbers!, count: numbers });
  return { ...terms, limits: reduced };
}

/** Transfers the agency's numbers. Throws `conflict` if one is being ported away. */
export function moveNumbers(
  { agency, sub }: DetachmentFacts,
  numbers: readonly Doc<NumberData>[],
  context: DecisionContext,
): Part {
  checkPorting(numbers);
  const { account } = agency;
  const origin = {
    account,
    terms: sub.terms.data,
    payer: account.id,
    moveTargets: new Map([[sub.account.id, { name: sub.account.data.name }]]),
  };
  const results = numbers
    .filter(({ data }) => data.state.is !== "released")
    .toSorted(byNumber)
    .map((number) => applyDisposition(number, { is: "move", to: sub.account.id }, origin, context));
  return { lines: results.map(({ line }) => line), effects: results.flatMap(({ effects }) => effects) };
}

/** The person who detaches it becomes a member: until then the agency gave them the right to act in it. */
function addCallerAsMember(sub: DetachmentFacts["sub"], { by, now }: DecisionContext): Part {
  const who = personOf(by);
  if (who === null || sub.members.some(({ id }) => id === who)) return { lines: [], effects: [] };
  return {
    lines: [effectLine(`person:${who}`, "people", message("agency.joins", { who, name: sub.account.data.name }))],
    effects: addMember(sub.account.id, who, { role: "administrator", softphone: false }, by, now),
  };
}
