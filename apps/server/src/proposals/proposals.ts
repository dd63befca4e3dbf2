import { create, type Decision, decision, save } from "@callboard/domain/core/effect";
import { Failure, fail } from "@callboard/domain/core/failure";
import { checkNotCanceled, type Lifecycle } from "@callboard/domain/lifecycle/rules";
import { en } from "@callboard/domain/core/messages/en";
import { message, type Message, render } from "@callboard/domain/core/message";
import {
  needsTypedName,
  compareLines,
  changedEffects,
  type Line,
  PROPOSAL_LIFETIME_MS,
  type ProposalData,
} from "@callboard/domain/proposals/lines";
import type { Doc } from "@callboard/domain/core/record";
import { type Facts, type Queries, findOne } from "../store/queries.ts";
import type { ProposalOutcome, ProposalKind } from "./proposalKind.ts";
import { permissionsOf, visibleKind } from "./kinds.ts";
import { runEffects } from "../runs/propose.ts";
import { type Scope, scopeWithin } from "../store/scope.ts";
import { commit, read, dryRun } from "../store/commit.ts";
import type { Services } from "../services.ts";
import { findPayers, addCostLines } from "../store/reads/costs.ts";
import { localeIn, DEFAULT_LOCALE } from "../store/locale.ts";

/** A kind of proposal with its name. */
interface DefinedProposal<I extends object> {
  name: string;
  kind: ProposalKind;
  propose: <M extends object>(scope: Scope, input: I, extra?: M) => Promise<{ proposal: string } & M>;
}

export function defineProposal<I extends object, F extends object, N extends Queries>(
  name: string,
  kind: ProposalKind<I, F, N>,
): DefinedProposal<I> {
  return {
    name,
    kind: kind as ProposalKind,
    propose: (scope, input, extra) => propose(scope, name, kind as ProposalKind, input, extra),
  };
}

/** A proposal's ids depend only on it, so that proposing and confirming refer to the same records. */
function proposalIds(proposal: string): () => string {
  let count = 0;
  return () => `${proposal}.${(count += 1)}`;
}

/** `extra`: further parts of the answer, stored with it for repeated calls with the same idempotency key. */
async function propose<M extends object>(
  scope: Scope,
  type: string,
  kind: ProposalKind,
  input: object,
  extra = {} as M,
): Promise<{ proposal: string } & M> {
  const context: object = await kind.gather(scope, input);
  const id = scope.newId();
  const request = { input, context, scope };
  const payers = await findProposalPayers(kind, context, scope);
  // Computed outside the write queue: confirming compares it with the facts at that time anyway.
  const queries = kind.queries(context, scope) as Queries;
  const { answer: outcome } = await dryRun(scopeForKind(scope, kind, context), queries, (facts, { now }) =>
    decision([], kind.decide(facts, request, { now, newId: proposalIds(id) })),
  );
  if (!outcome.lines.some(({ type }) => type === "effect")) fail("conflict", "proposals.nothing");
  const data: ProposalData = {
    type,
    permissions: permissionsOf(kind, context, scope.account),
    title: outcome.title,
    input: input as Record<string, unknown>,
    context: context as Record<string, unknown>,
    lines: addCostLines(outcome.lines, outcome.costs, payers),
    name: needsTypedName(outcome.lines) ? (outcome.name ?? null) : null,
    state: "open",
    proposedBy: scope.actor,
    createdAt: scope.now,
    expiresAt: scope.now + PROPOSAL_LIFETIME_MS,
    batch: null,
  };
  const action = message("proposals.didMake", { title: titleText(outcome.title) });
  return commit(scope, {}, () =>
    decision([create(scope.account, "proposal", id, data, { action })], { proposal: id, ...extra }),
  );
}

const scopeForKind = (scope: Scope, kind: ProposalKind, context: object): Scope => ({
  ...scope,
  relatedAccounts: kind.relatedAccounts?.(context) ?? [],
});

const findProposalPayers = (kind: ProposalKind, context: object, scope: Scope) =>
  findPayers(scope, kind.payers?.(context, scope) ?? []);

/** The scope of the account that the run belongs to. */
export const runScope = (kind: ProposalKind, { data: { context } }: Doc<ProposalData>, scope: Scope): Scope =>
  kind.runsIn ? scopeWithin(scope, kind.runsIn(context), [scope.account]) : scope;

/** The proposal's run, if it is in the caller's account. */
const ownRun = (kind: ProposalKind, proposal: Doc<ProposalData>, scope: Scope): string | null =>
  runScope(kind, proposal, scope).account === scope.account ? (kind.run?.(proposal.data.context) ?? null) : null;

const titleText = (title: Message): string => render(en, title, localeIn(DEFAULT_LOCALE, "UTC"));

/** The proposal, and what it would be now. Without the permission it isn't found. */
export async function readProposal(scope: Scope, id: string) {
  const { proposal } = await read(scope, { proposal: findOne("proposal", id) });
  const kind = visibleKind(scope, proposal);
  const verb = kind.verb(proposal.data.input);
  const hasSubAccounts = (kind.subAccounts?.(proposal.data.context, scope.account) ?? []).length > 0;
  const isOpen = proposal.data.state === "open";
  const expired = isOpen && scope.now >= proposal.data.expiresAt;
  const names = kind.names?.(proposal.data.context) ?? [];
  const isLong = (kind.run?.(proposal.data.context) ?? null) !== null;
  const run = ownRun(kind, proposal, scope);
  const view = {
    proposal,
    verb,
    back: kind.undoPage ?? null,
    subAccounts: hasSubAccounts,
    names,
    run,
    isLong,
    expired,
  };
  // A proposal that can't be confirmed any more is shown as it was made.
  if (!isOpen || expired)
    return { ...view, lines: compareLines(proposal.data.lines, proposal.data.lines), stale: false, why: null };
  try {
    const { answer: outcome } = await dryRun(
      scopeForKind(scope, kind, proposal.data.context),
      kind.queries(proposal.data.context, scope) as Queries,
      (facts) => decision([], decideAgain(kind, facts, proposal, scope)),
    );
    const payers = await findProposalPayers(kind, proposal.data.context, scope);
    const lines = compareLines(proposal.data.lines, addCostLines(outcome.lines, outcome.costs, payers));
    return { ...view, lines, stale: changedEffects(proposal.data.lines, outcome.lines).length > 0, why: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // It could not be proposed now: show the reason instead of the present lines.
    const why = { key: error.key, values: error.values } as Message;
    return { ...view, lines: compareLines(proposal.data.lines, []), stale: true, why };
  }
}

/**
 * Decides with the present facts, but with the proposal's instant and ids: prorated amounts and new ids stay the same.
 */
const decideAgain = (
  kind: ProposalKind,
  facts: Facts<Queries>,
  proposal: Doc<ProposalData>,
  scope: Scope,
): ProposalOutcome =>
  kind.decide(
    facts as never,
    { input: proposal.data.input, context: proposal.data.context, scope },
    { now: proposal.data.createdAt, newId: proposalIds(proposal.id) },
  );

/** The result of the part that was written at once; `run`: the run that continues with the rest. */
interface ConfirmResult {
  batch: string;
  run: string | null;
}

/** Applies exactly what the proposal shows, or fails and names what has changed since. */
export async function confirmProposal(
  scope: Scope,
  lifecycle: Lifecycle,
  id: string,
  typedName: string | null,
): Promise<ConfirmResult> {
  // Read outside the write for its kind and context, which never change.
  const { proposal: before } = await read(scope, { proposal: findOne("proposal", id) });
  const kind = visibleKind(scope, before);
  // The procedure is open to all readers: each kind requires its own permission.
  checkNotCanceled(lifecycle, kind.permission, scope.now);
  const batch = `p.${id}`;
  const queries = { ...kind.queries(before.data.context, scope), proposal: findOne("proposal", id) } as Queries & {
    proposal: ReturnType<typeof findOne<"proposal">>;
  };
  const kindScope = scopeForKind(scope, kind, before.data.context);
  const run = kind.run?.(before.data.context) ?? null;
  return commit({ ...kindScope, batch }, queries, (facts, { now }): Decision<ConfirmResult> => {
    const proposal = facts.proposal as Doc<ProposalData>;
    checkOpen(proposal.data, now);
    if (proposal.data.name !== null && typedName?.trim() !== proposal.data.name)
      fail("invalid", "proposals.nameNeeded", { name: proposal.data.name }, "name");
    const outcome = decideAgain(kind, facts, proposal, scope);
    checkUnchanged(proposal.data.lines, outcome.lines);
    const action = message("proposals.didConfirm", { title: titleText(proposal.data.title) });
    return decision(
      [
        ...outcome.effects,
        ...(run !== null && outcome.run ? runEffects(runScope(kind, proposal, scope), run, outcome.run) : []),
        save("proposal", proposal, { ...proposal.data, state: "confirmed", batch }, { action }),
      ],
      { batch, run: ownRun(kind, proposal, scope) },
    );
  });
}

export async function discardProposal(scope: Scope, id: string): Promise<null> {
  const { proposal: before } = await read(scope, { proposal: findOne("proposal", id) });
  visibleKind(scope, before);
  return commit(scope, { proposal: findOne("proposal", id) }, ({ proposal }) => {
    if (proposal.data.state !== "open") return [];
    const action = message("proposals.didDiscard", { title: titleText(proposal.data.title) });
    return [save("proposal", proposal, { ...proposal.data, state: "discarded" }, { action })];
  });
}

/** Recreates a proposal with the same input. `names`: the records' names, if the proposal offers a choice. */
export async function remakeProposal(
  services: Services,
  scope: Scope,
  id: string,
  names: Record<string, string>,
): Promise<{ proposal: string }> {
  const { proposal } = await read(scope, { proposal: findOne("proposal", id) });
  const kind = visibleKind(scope, proposal);
  const input: { names?: object } =
    (await kind.refreshInput?.(proposal.data.input, services, scope)) ?? proposal.data.input;
  return propose(
    scope,
    proposal.data.type,
    kind,
    kind.names ? { ...input, names: { ...input.names, ...names } } : input,
  );
}

function checkOpen({ state, expiresAt }: ProposalData, now: number): void {
  if (state !== "open") fail("conflict", "proposals.closed", { state });
  if (now >= expiresAt) fail("conflict", "proposals.expired");
}

function checkUnchanged(before: readonly Line[], after: readonly Line[]): void {
  const changed = changedEffects(before, after);
  if (changed.length === 0) return;
  const changedTitles = changed
    .slice(0, 3)
    .map(({ text }) => titleText(text))
    .join("; ");
  throw new Failure("conflict", "proposals.changed", { what: changedTitles });
}
