import { type Deed, mayAll } from "@callboard/domain/access";
import { create, type Decision, decided, save } from "@callboard/domain/decision";
import { Failure, refuse } from "@callboard/domain/failure";
import { checkWorkAllowed, type Lifecycle } from "@callboard/domain/lifecycle";
import { en } from "@callboard/domain/messages/en";
import { phrase, type Phrase, render } from "@callboard/domain/phrase";
import {
  asksForName,
  compareLines,
  movedEffects,
  type Line,
  PROPOSAL_LIVES_MS,
  type ProposalData,
} from "@callboard/domain/proposal";
import type { Doc } from "@callboard/domain/record";
import { type Facts, type Needs, one } from "./needs.ts";
import type { Proposed, Proposing } from "./proposing.ts";
import { foldedAway } from "./proposalLines.ts";
import { type ItemAsk, readItems, squeezed } from "./runs/report.ts";
import { runEffects } from "./runs/propose.ts";
import { type Scope, within } from "./scope.ts";
import { commit, look, rehearse } from "./store.ts";
import type { World } from "./world.ts";
import { payersOfCost, withCosts } from "./costs.ts";
import { readerIn, UNKNOWN } from "./locale.ts";
import { inWords, type Place } from "./words.ts";

/** Kinds of proposals by name. A room registers its own where it is made; nothing else names them. */
export const PROPOSINGS = new Map<string, Proposing>();

export function proposing<I extends object, F extends object, N extends Needs>(
  what: string,
  kind: Proposing<I, F, N>,
): {
  what: string;
  propose: <M extends object>(scope: Scope, input: I, more?: M) => Promise<{ proposal: string } & M>;
} {
  PROPOSINGS.set(what, kind);
  return { what, propose: (scope, input, more) => propose(scope, what, input, more) };
}

/** Ids that a proposal gives out are its own: proposing and confirming then speak of the same records. */
function idsOf(proposal: string): () => string {
  let given = 0;
  return () => `${proposal}.${(given += 1)}`;
}

/** `more`: what the procedure answers beside it, so that a replay answers the same. */
async function propose<M extends object>(
  scope: Scope,
  what: string,
  input: object,
  more = {} as M,
): Promise<{ proposal: string } & M> {
  const kind = PROPOSINGS.get(what)!;
  const found: object = await kind.find(scope, input);
  const id = scope.newId();
  const asked = { input, found, scope };
  const payers = await payersIn(kind, found, scope);
  // Worked out before it is this one's turn to write: confirming holds it against what then is anyway.
  const needs = kind.needs(found, scope) as Needs;
  const { answer: proposed } = await rehearse(reaching(scope, kind, found), needs, (facts, { now }) =>
    decided([], kind.decide(facts, asked, { now, newId: idsOf(id) })),
  );
  if (!proposed.lines.some(({ as }) => as === "effect")) refuse("conflict", "proposals.nothing");
  const data: ProposalData = {
    what,
    deeds: deedsOf(kind, found, scope.account),
    title: proposed.title,
    input: input as Record<string, unknown>,
    found: found as Record<string, unknown>,
    lines: withCosts(proposed.lines, proposed.costs, payers),
    name: asksForName(proposed.lines) ? (proposed.name ?? null) : null,
    state: "open",
    by: scope.actor,
    madeAt: scope.now,
    expiresAt: scope.now + PROPOSAL_LIVES_MS,
    batch: null,
  };
  const action = phrase("proposals.didMake", { title: words(proposed.title) });
  return commit(scope, {}, () =>
    decided([create(scope.account, "proposal", id, data, { action })], { proposal: id, ...more }),
  );
}

const reaching = (scope: Scope, kind: Proposing, found: object): Scope => ({
  ...scope,
  reach: kind.reach?.(found) ?? [],
});

const payersIn = (kind: Proposing, found: object, scope: Scope) =>
  payersOfCost(scope, kind.payers?.(found, scope) ?? []);

/** The account in which its run is. */
const runScope = (kind: Proposing, { data: { found } }: Doc<ProposalData>, scope: Scope): Scope =>
  kind.runsIn ? within(scope, kind.runsIn(found), [scope.account]) : scope;

/** Its run, where whoever confirms it finds it in this very account. */
const runHere = (kind: Proposing, proposal: Doc<ProposalData>, scope: Scope): string | null =>
  runScope(kind, proposal, scope).account === scope.account ? (kind.run?.(proposal.data.found) ?? null) : null;

const words = (title: Phrase): string => render(en, title, readerIn(UNKNOWN, "UTC"));

/** The proposal, and what it would be if it were made now. Somebody without the right finds nothing. */
export async function readProposal(scope: Scope, id: string) {
  const { proposal } = await look(scope, { proposal: one("proposal", id) });
  const kind = kindFor(scope, proposal);
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
    const { answer } = await rehearse(
      reaching(scope, kind, proposal.data.found),
      kind.needs(proposal.data.found, scope) as Needs,
      (facts) => decided([], again(kind, facts, proposal, scope)),
    );
    const payers = await payersIn(kind, proposal.data.found, scope);
    const lines = compareLines(proposal.data.lines, withCosts(answer.lines, answer.costs, payers));
    return { ...shown, lines, stale: movedEffects(proposal.data.lines, answer.lines).length > 0, why: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // It could not even be proposed any more: the reason stands in place of the lines.
    const why = { key: error.key, values: error.values } as Phrase;
    return { ...shown, lines: compareLines(proposal.data.lines, []), stale: true, why };
  }
}

/** Proration counts from the proposal's own instant, not from the confirmation's. */
const again = (kind: Proposing, facts: Facts<Needs>, proposal: Doc<ProposalData>, scope: Scope): Proposed =>
  kind.decide(
    facts as never,
    { input: proposal.data.input, found: proposal.data.found, scope },
    { now: proposal.data.madeAt, newId: idsOf(proposal.id) },
  );

/** What was written at once; `run`: what goes on with what was too long for that. */
interface Confirmed {
  batch: string;
  run: string | null;
}

/** Does exactly what the proposal shows, or refuses and names what has changed since. */
export async function confirmProposal(
  scope: Scope,
  lifecycle: Lifecycle,
  id: string,
  typed: string | null,
): Promise<Confirmed> {
  const { proposal: before } = await look(scope, { proposal: one("proposal", id) });
  const kind = kindFor(scope, before);
  // The door of proposals is open to all who read: what this one does is a deed of its own.
  checkWorkAllowed(lifecycle, kind.deed, scope.now);
  const batch = `p.${id}`;
  const needs = { ...kind.needs(before.data.found, scope), proposal: one("proposal", id) } as Needs & {
    proposal: ReturnType<typeof one<"proposal">>;
  };
  const reached = reaching(scope, kind, before.data.found);
  const run = kind.run?.(before.data.found) ?? null;
  return commit({ ...reached, batch }, needs, (facts, { now }): Decision<Confirmed> => {
    const proposal = facts.proposal as Doc<ProposalData>;
    checkOpen(proposal.data, now);
    if (proposal.data.name !== null && typed?.trim() !== proposal.data.name)
      refuse("invalid", "proposals.nameNeeded", { name: proposal.data.name }, "name");
    const proposed = again(kind, facts, proposal, scope);
    checkSame(proposal.data.lines, proposed.lines);
    const action = phrase("proposals.didConfirm", { title: words(proposal.data.title) });
    return decided(
      [
        ...proposed.effects,
        ...(run !== null && proposed.run ? runEffects(runScope(kind, proposal, scope), run, proposed.run) : []),
        save("proposal", proposal, { ...proposal.data, state: "confirmed", batch }, { action }),
      ],
      { batch, run: runHere(kind, proposal, scope) },
    );
  });
}

/** Of a proposal that is too long to be shown whole: a page of the lines that were folded. */
export async function proposalItems(scope: Scope, id: string, ask: Omit<ItemAsk, "run">, place: Place) {
  const { proposal } = await look(scope, { proposal: one("proposal", id) });
  const kind = kindFor(scope, proposal);
  const run = kind.run?.(proposal.data.found) ?? null;
  if (run !== null) return readItems(runScope(kind, proposal, scope), { ...ask, run });
  const lines = foldedAway(proposal.data.lines);
  const all = await inWords(scope, place, (show) => lines.map(({ text }, n) => ({ n, about: show.phrase(text) })));
  const words = squeezed(ask.words ?? "");
  const found = all.filter(({ n, about }) => n > (ask.after ?? -1) && squeezed(about).includes(words));
  const items = found.slice(0, ask.limit);
  return { items, next: found.length > items.length ? items.at(-1)!.n : null };
}

export async function discardProposal(scope: Scope, id: string): Promise<null> {
  const { proposal: before } = await look(scope, { proposal: one("proposal", id) });
  kindFor(scope, before);
  return commit(scope, { proposal: one("proposal", id) }, ({ proposal }) => {
    if (proposal.data.state !== "open") return [];
    const action = phrase("proposals.didDiscard", { title: words(proposal.data.title) });
    return [save("proposal", proposal, { ...proposal.data, state: "discarded" }, { action })];
  });
}

/** The same question asked anew. `names`: what records are to be called, where the proposal asks for that. */
export async function remakeProposal(
  world: World,
  scope: Scope,
  id: string,
  names: Record<string, string>,
): Promise<{ proposal: string }> {
  const { proposal } = await look(scope, { proposal: one("proposal", id) });
  const kind = kindFor(scope, proposal);
  const input: { names?: object } = (await kind.anew?.(proposal.data.input, world, scope)) ?? proposal.data.input;
  return propose(scope, proposal.data.what, kind.names ? { ...input, names: { ...input.names, ...names } } : input);
}

/** What it takes to read a proposal and to confirm it; what it does in sub-accounts is whoever runs the agency's. */
const deedsOf = (kind: Proposing, found: object, account: string): Deed[] => {
  const below = kind.below?.(found, account) ?? [];
  return [kind.deed, ...(below.length > 0 ? (["run the agency"] as const) : [])];
};

function kindFor(scope: Scope, proposal: Doc<ProposalData>): Proposing {
  const kind = PROPOSINGS.get(proposal.data.what);
  if (!kind || !mayAll(scope.standing, deedsOf(kind, proposal.data.found, scope.account)))
    throw new Failure("not-found", "record.gone", {});
  return kind;
}

function checkOpen({ state, expiresAt }: ProposalData, now: number): void {
  if (state !== "open") refuse("conflict", "proposals.over", { state });
  if (now >= expiresAt) refuse("conflict", "proposals.expired");
}

function checkSame(then: readonly Line[], now: readonly Line[]): void {
  const moved = movedEffects(then, now);
  if (moved.length === 0) return;
  const what = moved
    .slice(0, 3)
    .map(({ text }) => words(text))
    .join("; ");
  throw new Failure("conflict", "proposals.changed", { what });
}
