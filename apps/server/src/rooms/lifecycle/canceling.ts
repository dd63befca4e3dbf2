import { payerOf } from "@callboard/domain/account";
import {
  cancelAccount,
  cancelWith,
  checkPorting,
  type MovedFees,
  movedFees,
  movedLines,
} from "@callboard/domain/canceling";
import { refuse } from "@callboard/domain/failure";
import { holds } from "@callboard/domain/lifecycle";
import { Cancellation } from "@callboard/domain/lifecycle.schema";
import type { LeavingItem } from "@callboard/domain/longCancel";
import { leavingNumber, type Moving, type Parting } from "@callboard/domain/parting";
import { countryOfZone, readNumber } from "@callboard/domain/phoneNumber";
import { FeesByDay } from "@callboard/domain/monthlyCost";
import { phrase } from "@callboard/domain/phrase";
import type { Instant } from "@callboard/domain/time";
import { listed, readPage } from "../../lists.ts";
import { byPayer } from "../../costs.ts";
import { each, type Facts, known, one, these } from "../../needs.ts";
import { numberSorts } from "../../counts.ts";
import { proposing } from "../../proposals.ts";
import type { Proposed } from "../../proposing.ts";
import type { CancelAccount } from "../../runs/cancelAccount.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { type Around, aroundHere, checkVerb, reachOf, seats, wholeNeeds } from "./facts.ts";
import { checkSorts, hasMany, type Listed, listNumbers, NO_NUMBERS } from "./listing.ts";

interface Found extends Around {
  /** Other accounts of the agency that numbers are to move to. */
  targets: string[];
  /** What was listed of an account with many numbers. */
  long: (Listed & { heldUntil: Instant | null; moved: MovedFees[] }) | null;
  /** Whose balances pay where numbers move to. */
  payers: Record<string, string>;
}

const wholeFacts = (found: Omit<Found, "long" | "payers">, scope: Scope) => ({
  ...wholeNeeds(found, scope),
  homes: each(found.targets.map((id) => one("account", id, id))),
  lives: each(found.targets.map((id) => one("lifecycle", id, id))),
  theirTerms: each(found.targets.map((id) => one("terms", id, id))),
});

const needs = (found: Found, scope: Scope) => ({
  ...wholeFacts(found, scope),
  numbers: found.long === null ? listed("number", "number") : NO_NUMBERS,
  sorts: numberSorts(STATES),
  people: seats,
});
/** What is on its way back to the carrier goes by itself. */
const STATES = ["active", "porting", "held", "forwarded"] as const;

const cancel = proposing<Cancellation, Found, ReturnType<typeof needs>>("cancel account", {
  deed: "close the account",
  back: "account-status",
  verb: () => "lifecycle.cancelVerb",
  async find(scope, input) {
    const wished = [...input.numbers.map(({ parting }) => parting), input.others];
    const targets = [...new Set(wished.flatMap((parting) => (parting.is === "move" ? [parting.to] : [])))];
    // Only who runs the agency acts in its other accounts.
    if (targets.length > 0 && scope.standing.role !== "agency administrator")
      refuse("forbidden", "lifecycle.notYours", {}, "numbers");
    const found = { ...(await aroundHere(scope)), targets };
    const payers = await payersThere(scope, found);
    return { ...found, payers, long: (await hasMany(scope)) ? await listLeaving(scope, found, input) : null };
  },
  needs,
  reach: reachFrom,
  run: ({ long }) => long?.run ?? null,
  payers: ({ payers }) => Object.values(payers),
  decide(facts, { input, scope, found }, { now: at, newId }) {
    checkVerb("cancel", facts, scope);
    const { account, people, below, numbers, sorts } = facts;
    const asked = { ...facts, terms: facts.terms.data, people, below, payer: found.payer };
    const turn = { now: scope.now, at, by: scope.actor, newId };
    const title = phrase("lifecycle.cancelTitle", { name: account.data.name });
    const { name } = account.data;
    if (found.long !== null) {
      checkSorts(found.long, sorts);
      const agency = found.agency ?? account.id;
      const shared: CancelAccount = { since: scope.now, at, payer: found.payer, agency };
      const run = { what: "cancel account", title: name, input: { ...shared }, state: "running" } as const;
      const whole = cancelWith(asked, { ...found.long, effects: [] }, turn);
      return { title, ...withMoved(whole, found.long.moved, found), name, run: { ...run, total: found.long.total } };
    }
    checkNamed(input, (id) => numbers.some((number) => number.id === id));
    const { partingOf } = wishes(input, account.data.zone);
    const whole = cancelAccount({ ...asked, numbers, partingOf, targets: targetsOf(facts, found, scope) }, turn);
    return { title, ...withMoved(whole, movedFees(whole.effects, homesOf(facts), scope.now), found), name };
  },
});

/** Whose balance pays in each account that numbers move to, of those that are the agency's. */
async function payersThere(scope: Scope, { agency, targets }: Pick<Found, "agency" | "targets">) {
  const tree = agency ?? scope.account;
  const { homes } = await look(
    { ...scope, reach: targets },
    { homes: each(targets.map((id) => known("account", id, id))) },
  );
  const ours = homes.flatMap((home) => (home && (home.id === tree || home.data.agency === tree) ? [home] : []));
  return Object.fromEntries(ours.map(({ id, data }) => [id, payerOf(id, data)]));
}

const homesOf = ({ homes, theirTerms }: Facts<ReturnType<typeof wholeFacts>>) =>
  homes.map(({ id: to, data: { name } }, at) => ({ to, name, terms: theirTerms[at]!.data }));

/** With what those numbers cost from then on that move. */
function withMoved(
  { lines, effects }: Pick<Proposed, "lines" | "effects">,
  moved: readonly MovedFees[],
  { payers }: Found,
): Pick<Proposed, "lines" | "effects" | "costs"> {
  const costs = moved.map(({ to, fees: { micros, dues } }) => ({
    payer: payers[to] ?? to,
    nowMicros: 0,
    monthMicros: micros,
    dues,
  }));
  return { lines: [...lines, ...movedLines(moved)], effects, costs: byPayer(costs) };
}

function reachFrom(found: Pick<Found, "agency" | "payer" | "targets">): string[] {
  return [...new Set([...reachOf(found), ...found.targets])];
}

/** What becomes of each number: what was said of it, or what was said of all others. */
function wishes({ numbers, others }: Cancellation, zone: string) {
  const home = countryOfZone(zone);
  const read = (parting: Parting): Parting =>
    parting.is === "forward" ? { ...parting, to: readNumber(parting.to, home, "numbers") } : parting;
  const own = new Map(numbers.map(({ id, parting }) => [id, read(parting)]));
  const rest = read(others);
  return { own, partingOf: (id: string): Parting => own.get(id) ?? rest };
}

function checkNamed({ numbers }: Cancellation, isHere: (id: string) => boolean): void {
  if (numbers.some(({ id }) => !isHere(id))) refuse("invalid", "lifecycle.noSuchNumber", {}, "numbers");
  if (new Set(numbers.map(({ id }) => id)).size < numbers.length)
    refuse("invalid", "lifecycle.numberTwice", {}, "numbers");
}

/** Each number of a long cancellation is an item, which is held at its turn against what was listed. */
async function listLeaving(
  scope: Scope,
  found: Omit<Found, "long" | "payers">,
  input: Cancellation,
): Promise<Found["long"]> {
  const facts = await look({ ...scope, reach: reachFrom(found) }, wholeFacts(found, scope));
  checkVerb("cancel", facts, scope);
  const { account, terms } = facts;
  const { numbers: named } = await look(scope, {
    numbers: these(
      "number",
      input.numbers.map(({ id }) => id),
    ),
  });
  const here = new Set(named.map(({ id }) => id));
  checkNamed(input, (id) => here.has(id));
  await checkNonePorting(scope);
  const { partingOf } = wishes(input, account.data.zone);
  const home = { account, terms: terms.data, payer: found.payer, targets: targetsOf(facts, found, scope) };
  const turn = { now: scope.now, at: scope.now, by: scope.actor, newId: () => "" };
  let heldUntil: Instant | null = null;
  const homes = homesOf(facts);
  const sums = homes.map(() => new FeesByDay());
  const all = await listNumbers({
    scope,
    zone: account.data.zone,
    currency: terms.data.currency,
    lists: ["number"],
    sorts: (await look(scope, { sorts: numberSorts(STATES) })).sorts,
    lineOf(number) {
      const parting = partingOf(number.id);
      const left = leavingNumber(number, parting, home, turn);
      if (left.heldUntil !== undefined) heldUntil = Math.max(heldUntil ?? 0, left.heldUntil);
      if (parting.is === "move")
        for (const [at, { fees }] of movedFees(left.effects, homes, scope.now).entries()) sums[at]!.add(fees);
      const item: LeavingItem = { id: number.id, parting, micros: left.micros };
      return { line: left.line, input: item };
    },
  });
  const moved = movedFees([], homes, scope.now).map((one, at) => ({ ...one, fees: sums[at]!.fees() }));
  return { ...all, heldUntil, moved };
}

/** A few are named: whoever cancels waits for all of them. */
async function checkNonePorting(scope: Scope): Promise<void> {
  const ask = { by: "number", limit: 10 };
  checkPorting((await readPage(scope, "number", ask, { tags: ["state:porting"] })).docs);
}

/** Accounts of the same agency that still work, as they stand now. */
function targetsOf(
  { homes, lives, account }: Facts<ReturnType<typeof wholeFacts>>,
  { agency }: Pick<Found, "agency">,
  { now }: Scope,
) {
  const tree = agency ?? account.id;
  const working = new Set(lives.filter(({ data }) => !holds(data.canceled, now)).map(({ id }) => id));
  const ours = homes.filter(({ id, data }) => working.has(id) && (id === tree || data.agency === tree));
  return new Map<string, Moving>(ours.map(({ id, data }) => [id, data]));
}

export const canceling = {
  proposeCancel: open("close the account")
    .input(Cancellation)
    .mutation(({ ctx, input }) => cancel.propose(ctx.scope, input)),
};
