import { accountServiceAt } from "@callboard/domain/accountService";
import { VERBS, type Verb, whyNotVerb } from "@callboard/domain/accountVerbs";
import { minuteRate } from "@callboard/domain/holding";
import { isInactive } from "@callboard/domain/ledger";
import { type Fact, factAt } from "@callboard/domain/lifecycle";
import { LeavingPage, ReactivationWindow } from "@callboard/domain/lifecycle.schema";
import { feeOf } from "@callboard/domain/numbers";
import { paidTo } from "@callboard/domain/parting";
import { showNumber } from "@callboard/domain/phoneNumber";
import { numbersIn, STANDINGS, upkeepIn } from "@callboard/domain/upkeep";
import { namesOf } from "../names.ts";
import { servedNumbers } from "../counts.ts";
import { readPage, tally } from "../lists.ts";
import { one } from "../needs.ts";
import { keepWindow } from "../platform.ts";
import { LONG_FROM } from "../scope.ts";
import { commit, look } from "../store.ts";
import { open, operators, router } from "../trpc.ts";
import { underWay } from "./lifecycle/underWay.ts";
import { agencyCancel } from "./lifecycle/agency.ts";
import { beyond } from "./lifecycle/beyond.ts";
import { canceling } from "./lifecycle/canceling.ts";
import { aroundHere, reachOf, stateOf, upkeptOf, wholeNeeds } from "./lifecycle/facts.ts";
import { flagging } from "./lifecycle/flagging.ts";
import { openEnds } from "./lifecycle/openEnds.ts";
import { planning } from "./lifecycle/planning.ts";
import { returning } from "./lifecycle/returning.ts";
import { said } from "./said.ts";

/** Whoever waits for them knows by a few which they are. */
const PORTING_SHOWN = 10;

/** The account as a whole: how it stands, what can be done with it, and what that costs. */
export const lifecycle = router({
  /** With the reason where something cannot be done, and what each state works and costs by the account's own terms. */
  status: open("read the status").query(async ({ ctx: { scope, world, place } }) => {
    const around = await aroundHere(scope);
    const reaching = { ...scope, reach: [...reachOf(around)] };
    const { served, ...whole } = await look(reaching, { ...wholeNeeds(around, reaching), served: servedNumbers() });
    const { now } = scope;
    const { data } = whole.lifecycle;
    const facts = { stopped: data.stopped, paused: data.paused, canceled: data.canceled };
    const agency =
      around.agency === null ? null : await look(reaching, { agency: one("account", around.agency, around.agency) });
    const names = await namesOf(
      world.db,
      Object.values(facts).flatMap((fact) => (fact ? [fact.by] : [])),
    );
    const shown = (fact: Fact | null) => {
      const held = factAt(fact, now);
      return held && { since: held.since, until: held.until, by: names.get(held.by) ?? null };
    };
    const words = said(scope, place.zone);
    const state = stateOf(whole, now);
    const upkept = upkeptOf(whole, served);
    const { label, says } = accountServiceAt(
      upkept.service,
      state.paidByAgency ? (agency?.agency.data.name ?? null) : null,
      now,
    );
    return {
      label,
      state: words(says),
      inactive: isInactive(whole.balanceMicros),
      stopped: shown(facts.stopped),
      paused: shown(facts.paused),
      canceled: shown(facts.canceled),
      leaving: data.leaving,
      returnUntil: state.returnUntil,
      verbs: Object.fromEntries(
        VERBS.map((verb) => {
          const why = whyNotVerb(verb, scope.standing, state, now);
          return [verb, why && words(why)];
        }),
      ) as Record<Verb, string | null>,
      costs: STANDINGS.map((standing) => ({ standing, ...upkeepIn(standing, upkept, now) })),
      numbers: numbersIn(served),
      plan: whole.terms.data.planName,
      currency: whole.terms.data.currency,
      agency: agency?.agency.data.name ?? null,
      underWay: await underWay(scope),
      paidByAgency: state.paidByAgency,
      now,
    };
  }),

  /**
   * The numbers that a cancellation has to say something about, with what holding each costs: all of them, or of many
   * (`long`) a page of what is searched for.
   */
  numbers: open("close the account")
    .input(LeavingPage)
    .query(async ({ ctx: { scope, place }, input: { words, after, limit } }) => {
      const around = await aroundHere(scope);
      const reaching = { ...scope, reach: [...reachOf(around)] };
      const whole = await look(reaching, { ...wholeNeeds(around, reaching), total: tally("number") });
      const { terms, balanceMicros, total } = whole;
      const long = total > (scope.longFrom ?? LONG_FROM);
      const page = { by: "number", limit: long ? limit : total, after };
      const [{ docs, next }, porting] = await Promise.all([
        readPage(scope, "number", page, { words }),
        readPage(scope, "number", { by: "number", limit: PORTING_SHOWN }, { tags: ["state:porting"] }),
      ]);
      const { now } = scope;
      return {
        zone: place.zone,
        currency: terms.data.currency,
        balanceMicros: around.payer === scope.account ? balanceMicros : null,
        total,
        long,
        next,
        porting: porting.docs.map(({ data }) => showNumber(data.e164)),
        numbers: docs.map(({ id, data }) => ({
          id,
          shown: showNumber(data.e164),
          name: data.name,
          is: data.standing.is,
          /** A hold costs nothing before that. */
          paidTo: paidTo(data, now),
          feeMicros: feeOf(terms.data, data.kind),
          minuteMicros: minuteRate(terms.data, data.kind),
        })),
        now,
      };
    }),

  /** For how many days canceled accounts can be reactivated; none: at any time. */
  setWindow: operators
    .input(ReactivationWindow)
    .mutation(({ ctx: { scope }, input }) => commit(scope, {}, () => [keepWindow(scope, input.days)])),

  ...flagging,
  ...canceling,
  ...planning,
  ...beyond,
  ...returning,
  ...openEnds,
  ...agencyCancel,
});
