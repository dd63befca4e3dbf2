import { accountServiceStateAt } from "@callboard/domain/lifecycle/serviceState";
import { ACCOUNT_ACTIONS, type AccountAction, actionBlockedReason } from "@callboard/domain/lifecycle/accountActions";
import { minuteRate } from "@callboard/domain/balance/minutes";
import { callersHear } from "@callboard/domain/calls/callersHear";
import { isInactive } from "@callboard/domain/core/ledger";
import { type Fact, factAt } from "@callboard/domain/lifecycle/rules";
import { DispositionPageInput, ReactivationWindowInput } from "@callboard/domain/lifecycle/schema";
import { monthlyFee } from "@callboard/domain/numbers/rules";
import { paidUntil } from "@callboard/domain/lifecycle/disposition";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { countNumbers, COST_STATES, runningCostIn } from "@callboard/domain/lifecycle/runningCost";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { serviceStateGroups } from "../../store/search/recordCounts.ts";
import { readPage, countListed } from "../../store/search/lists.ts";
import { findOne } from "../../store/queries.ts";
import { saveReactivationDays } from "../../store/reads/platformSettings.ts";
import { RUN_THRESHOLD } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure, operatorProcedure, router } from "../../rpc/procedures.ts";
import { findCurrentRun } from "../../runs/currentRun.ts";
import { cancelAgencyProcedures } from "./cancelAgency.ts";
import { cancelProcedures } from "./cancel.ts";
import {
  readPayerAndAgency,
  agencyAccounts,
  accountStateOf,
  runningCostFacts,
  accountQueries,
} from "../../store/reads/accountFacts.ts";
import { flagProcedures } from "./flags.ts";
import { outstandingProcedures } from "./outstanding.ts";
import { reactivateProcedures } from "./reactivate.ts";
import { messageRenderer } from "../../store/messageText.ts";

/** A few are enough for people to recognize which numbers they wait for. */
const PORTING_SHOWN = 10;

/** The account as a whole: its state, what can be done with it, and what that costs. */
export const lifecycle = router({
  /**
   * Gives the reason for each action that isn't possible, and what each state does and costs under the account's own
   * terms.
   */
  status: accountProcedure("read the status").query(async ({ ctx: { scope, services, context } }) => {
    const payerAndAgency = await readPayerAndAgency(scope);
    const agencyScope = { ...scope, relatedAccounts: [...agencyAccounts(payerAndAgency)] };
    const { served, ...facts } = await read(agencyScope, {
      ...accountQueries(payerAndAgency, agencyScope),
      served: serviceStateGroups(),
    });
    const { now } = scope;
    const { data } = facts.lifecycle;
    const flags = { stopped: data.stopped, paused: data.paused, canceled: data.canceled };
    const agency =
      payerAndAgency.agency === null
        ? null
        : (await read(agencyScope, { agency: findOne("account", payerAndAgency.agency, payerAndAgency.agency) }))
            .agency;
    const names = await readPersonNames(
      services.db,
      Object.values(flags).flatMap((fact) => (fact ? [fact.by] : [])),
    );
    const factView = (fact: Fact | null) => {
      const current = factAt(fact, now);
      return current && { since: current.since, until: current.until, by: names.get(current.by) ?? null };
    };
    const render = messageRenderer(scope, context.zone);
    const state = accountStateOf(facts, now);
    const costFacts = runningCostFacts(facts, served);
    const {
      label,
      connects,
      message: stateMessage,
    } = accountServiceStateAt(costFacts.service, state.paidByAgency ? (agency?.data.name ?? null) : null, now);
    const announcement = callersHear({ label, connects });
    return {
      label,
      state: render(stateMessage),
      /** What callers hear instead of being connected; null while calls connect. */
      callersHear: announcement && render(announcement),
      inactive: isInactive(facts.balanceMicros),
      stopped: factView(flags.stopped),
      paused: factView(flags.paused),
      canceled: factView(flags.canceled),
      cancellation: data.cancellation,
      returnUntil: state.reactivationDeadline,
      /** Why each action isn't possible; null if it is. */
      verbs: Object.fromEntries(
        ACCOUNT_ACTIONS.map((verb) => {
          const why = actionBlockedReason(verb, scope.membership, state, now);
          return [verb, why && render(why)];
        }),
      ) as Record<AccountAction, string | null>,
      costs: COST_STATES.map((state) => ({ state, ...runningCostIn(state, costFacts, now) })),
      numbers: countNumbers(served),
      plan: facts.terms.data.planName,
      currency: facts.terms.data.currency,
      agency: agency?.data.name ?? null,
      /** The run that is changing the account now. */
      underWay: await findCurrentRun(scope),
      paidByAgency: state.paidByAgency,
      now,
    };
  }),

  /**
   * The numbers whose disposition a cancellation must choose, with what a hold of each costs: all of them, or for many
   * (`long`) one page of the search.
   */
  numbers: accountProcedure("close the account")
    .input(DispositionPageInput)
    .query(async ({ ctx: { scope, context }, input: { search, after, limit } }) => {
      const payerAndAgency = await readPayerAndAgency(scope);
      const agencyScope = { ...scope, relatedAccounts: [...agencyAccounts(payerAndAgency)] };
      const facts = await read(agencyScope, {
        ...accountQueries(payerAndAgency, agencyScope),
        total: countListed("number"),
      });
      const { terms, balanceMicros, total } = facts;
      const isLong = total > (scope.runThreshold ?? RUN_THRESHOLD);
      const range = { by: "number", limit: isLong ? limit : total, after };
      const [{ docs, next }, porting] = await Promise.all([
        readPage(scope, "number", range, { search }),
        readPage(scope, "number", { by: "number", limit: PORTING_SHOWN }, { tags: ["state:porting"] }),
      ]);
      const { now } = scope;
      return {
        zone: context.zone,
        currency: terms.data.currency,
        balanceMicros: payerAndAgency.payer === scope.account ? balanceMicros : null,
        total,
        long: isLong,
        next,
        porting: porting.docs.map(({ data }) => formatPhoneNumber(data.e164)),
        numbers: docs.map(({ id, data }) => ({
          id,
          shown: formatPhoneNumber(data.e164),
          name: data.name,
          is: data.state.is,
          /** A hold costs nothing before this instant. */
          paidTo: paidUntil(data, now),
          feeMicros: monthlyFee(terms.data, data.kind),
          minuteMicros: minuteRate(terms.data, data.kind),
        })),
        now,
      };
    }),

  /** For how many days canceled accounts can be reactivated; null: without a limit. */
  setReactivationWindow: operatorProcedure
    .input(ReactivationWindowInput)
    .mutation(({ ctx: { scope }, input }) => commit(scope, {}, () => [saveReactivationDays(scope, input.days)])),

  ...flagProcedures,
  ...cancelProcedures,
  ...reactivateProcedures,
  ...outstandingProcedures,
  ...cancelAgencyProcedures,
});
