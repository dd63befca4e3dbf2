import { create, type Decision, decision, save } from "@callboard/domain/core/effect";
import { Failure, fail } from "@callboard/domain/core/failure";
import { checkWorkAllowed, type Lifecycle } from "@callboard/domain/lifecycle/rules";
import { en } from "@callboard/domain/core/messages/en";
import { message, type Phrase, render } from "@callboard/domain/core/message";
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
  what: string;
  kind: ProposalKind;
  propose: <M extends object>(scope: Scope, input: I, more?: M) => Promise<{ proposal: string } & M>;
}

export function defineProposal<I extends object, F extends object, N extends Queries>(
  what: string,
  kind: ProposalKind<I, F, N>,
): DefinedProposal<I> {
  return {
    what,
    kind: kind as ProposalKind,
    propose: (scope, input, more) => propose(scope, what, kind as ProposalKind, input, more),
  };
}

/** A proposal's ids depend only on it, so that proposing and confirming refer to the same records. */
function proposalIds(proposal: string): () => string {
  let given = 0;
  return () => `${proposal}.${(given += 1)}`;
}

/** `more`: further parts of the procedure's answer, so that a replay returns the same. */
async function propose<M extends object>(
  scope: Scope,
  what: string,
  kind: ProposalKind,
  input: object,
  more = {} as M,
): Promise<{ proposal: string } & M> {
  const found: object = await kind.find(scope, input);
  const id = scope.newId();
  const asked = { input, found, scope };
  const payers = await findProposalPayers(kind, found, scope);
  // Computed outside the write queue: confirming compares it with the facts at that time anyway.
  const queries = kind.needs(found, scope) as Queries;
  const { answer: proposed } = await dryRun(scopeForKind(scope, kind, found), queries, (facts, { now }) =>
    decision([], kind.decide(facts, asked, { now, newId: proposalIds(id) })),
  );
  if (!proposed.lines.some(({ as }) => as === "effect")) fail("conflict", "proposals.nothing");
  const data: ProposalData = {
    what,
    deeds: permissionsOf(kind, found, scope.account),
    title: proposed.title,
    input: input as Record<string, unknown>,
    found: found as Record<string, unknown>,
    lines: addCostLines(proposed.lines, proposed.costs, payers),
    name: needsTypedName(proposed.lines) ? (proposed.name ?? null) : null,
    state: "open",
    by: scope.actor,
    madeAt: scope.now,
    expiresAt: scope.now + PROPOSAL_LIFETIME_MS,
    batch: null,
  };
  const action = message("proposals.didMake", { title: titleText(proposed.title) });
  return commit(scope, {}, () =>
    decision([create(scope.account, "proposal", id, data, { action })], { proposal: id, ...more }),
  );
}

const scopeForKind = (scope: Scope, kind: ProposalKind, found: object): Scope => ({
  ...scope,
  reach: kind.reach?.(found) ?? [],
});

const findProposalPayers = (kind: ProposalKind, found: object, scope: Scope) =>
  findPayers(scope, kind.payers?.(found, scope) ?? []);

/** The scope of the account that the run belongs to. */
export const runScope = (kind: ProposalKind, { data: { found } }: Doc<ProposalData>, scope: Scope): Scope =>
  kind.runsIn ? scopeWithin(scope, kind.runsIn(found), [scope.account]) : scope;

/** Its run, if it is in the caller's account. */
const runHere = (kind: ProposalKind, proposal: Doc<ProposalData>, scope: Scope): string | null =>
  runScope(kind, proposal, scope).account === scope.account ? (kind.run?.(proposal.data.found) ?? null) : null;

const titleText = (title: Phrase): string => render(en, title, localeIn(DEFAULT_LOCALE, "UTC"));

/** The proposal, and what it would be now. Without the permission it isn't found. */
export async function readProposal(scope: Scope, id: string) {
  const { proposal } = await read(scope, { proposal: findOne("proposal", id) });
  const kind = visibleKind(scope, proposal);
  const verb = kind.verb(proposal.data.input);
  const back = kind.back ?? null;
  const below = (kind.below?.(proposal.data.found, scope.account) ?? []).length > 0;
  const open = proposal.data.state === "open";
  const expired = open && scope.now >= proposal.data.expiresAt;
  const names = kind.names?.(proposal.data.found) ?? [];
  const isLong = (kind.run?.(proposal.data.found) ?? null) !== null;
  const run = runHere(kind, proposal, scope);
  const shown = { proposal, verb, back, below, names, run, isLong, expired };
  if (!open || expired)
    return { ...shown, lines: compareLines(proposal.data.lines, proposal.data.lines), stale: false, why: null };
  try {
    const { answer } = await dryRun(
      scopeForKind(scope, kind, proposal.data.found),
      kind.needs(proposal.data.found, scope) as Queries,
      (facts) => decision([], decideAgain(kind, facts, proposal, scope)),
    );
    const payers = await findProposalPayers(kind, proposal.data.found, scope);
    const lines = compareLines(proposal.data.lines, addCostLines(answer.lines, answer.costs, payers));
    return { ...shown, lines, stale: changedEffects(proposal.data.lines, answer.lines).length > 0, why: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // It could no longer be proposed: show the reason instead of the lines.
    const why = { key: error.key, values: error.values } as Phrase;
    return { ...shown, lines: compareLines(proposal.data.lines, []), stale: true, why };
  }
}

/** Proration uses the proposal's instant, not the confirmation's. */
const decideAgain = (
  kind: ProposalKind,
  facts: Facts<Queries>,
  proposal: Doc<ProposalData>,
  scope: Scope,
): ProposalOutcome =>
  kind.decide(
    facts as never,
    { input: proposal.data.input, found: proposal.data.found, scope },
    { now: proposal.data.madeAt, newId: proposalIds(proposal.id) },
  );

/** The result of the immediate part; `run`: the run that continues with the rest. */
interface ConfirmResult {
  batch: string;
  run: string | null;
}

/** Applies exactly what the proposal shows, or fails and names what has changed since. */
export async function confirmProposal(
  scope: Scope,
  lifecycle: Lifecycle,
  id: string,
  typed: string | null,
): Promise<ConfirmResult> {
  const { proposal: before } = await read(scope, { proposal: findOne("proposal", id) });
  const kind = visibleKind(scope, before);
  // The procedure is open to all readers: each kind requires its own permission.
  checkWorkAllowed(lifecycle, kind.deed, scope.now);
  const batch = `p.${id}`;
  const needs = { ...kind.needs(before.data.found, scope), proposal: findOne("proposal", id) } as Queries & {
    proposal: ReturnType<typeof findOne<"proposal">>;
  };
  const reached = scopeForKind(scope, kind, before.data.found);
  const run = kind.run?.(before.data.found) ?? null;
  return commit({ ...reached, batch }, needs, (facts, { now }): Decision<ConfirmResult> => {
    const proposal = facts.proposal as Doc<ProposalData>;
    checkOpen(proposal.data, now);
    if (proposal.data.name !== null && typed?.trim() !== proposal.data.name)
      fail("invalid", "proposals.nameNeeded", { name: proposal.data.name }, "name");
    const proposed = decideAgain(kind, facts, proposal, scope);
    checkUnchanged(proposal.data.lines, proposed.lines);
    const action = message("proposals.didConfirm", { title: titleText(proposal.data.title) });
    return decision(
      [
        ...proposed.effects,
        ...(run !== null && proposed.run ? runEffects(runScope(kind, proposal, scope), run, proposed.run) : []),
        save("proposal", proposal, { ...proposal.data, state: "confirmed", batch }, { action }),
      ],
      { batch, run: runHere(kind, proposal, scope) },
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
  const input: { names?: object } = (await kind.anew?.(proposal.data.input, services, scope)) ?? proposal.data.input;
  return propose(
    scope,
    proposal.data.what,
    kind,
    kind.names ? { ...input, names: { ...input.names, ...names } } : input,
  );
}

function checkOpen({ state, expiresAt }: ProposalData, now: number): void {
  if (state !== "open") fail("conflict", "proposals.over", { state });
  if (now >= expiresAt) fail("conflict", "proposals.expired");
}

function checkUnchanged(then: readonly Line[], now: readonly Line[]): void {
  const moved = changedEffects(then, now);
  if (moved.length === 0) return;
  const what = moved
    .slice(0, 3)
    .map(({ text }) => titleText(text))
    .join("; ");
  throw new Failure("conflict", "proposals.changed", { what });
}
