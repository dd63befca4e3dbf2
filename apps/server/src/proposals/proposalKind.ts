import type { Permission } from "@callboard/domain/core/permissions";
import type { Effect } from "@callboard/domain/core/effect";
import type { MessageKey } from "@callboard/domain/core/messages/keys";
import type { Phrase } from "@callboard/domain/core/message";
import type { Line } from "@callboard/domain/proposals/lines";
import type { PayerCost } from "../store/reads/costs.ts";
import type { Facts, Queries } from "../store/queries.ts";
import type { NewRun } from "../runs/propose.ts";
import type { Scope } from "../store/scope.ts";
import type { Environment } from "../store/commit.ts";
import type { Services } from "../services.ts";

/** What a kind of proposal works out: what will happen, as lines for people and as effects for the store. */
export interface ProposalOutcome {
  title: Phrase;
  lines: Line[];
  effects: readonly Effect[];
  /** What each payer's balance is to bear of it each month; where it is not said, what the lines come to. */
  costs?: readonly PayerCost[] | undefined;
  /** What is too long for one commit goes on as a run, begun with the effects. Its items were written by `find`. */
  run?: NewRun | undefined;
  /** Typed to confirm, where a line cannot be undone. */
  name?: string | undefined;
}

/**
 * A kind of proposal. `find` looks up once what the question is about; what it answers is kept with the proposal.
 * `needs` and `decide` run when it is proposed and again, inside the write, when it is confirmed: the same facts
 * give the same lines, and other lines mean that something changed.
 */
export interface ProposalKind<I extends object = any, F extends object = any, N extends Queries = any> {
  deed: Permission;
  /** The verb on the button that confirms it. */
  verb(input: I): MessageKey;
  find(scope: Scope, input: I): Promise<F>;
  needs(found: F, scope: Scope): N;
  /** Other accounts that it touches: `find` proved them, and `decide` asks again whether they belong. */
  reach?(found: F): readonly string[];
  /** Of those the ones that it changes: only who runs the agency sees it, and confirms it. */
  below?(found: F, account: string): readonly string[];
  /** Whose balances pay, where it makes months cost more or less. */
  payers?(found: F, scope: Scope): readonly string[];
  /** The question as it is asked again when a stale proposal is made anew. */
  anew?(input: I, services: Services, scope: Scope): I | Promise<I>;
  /** The run whose items are the lines that were folded, where it is that long. */
  run?(found: F): string | null;
  /** The account of that run, where it is another one that it reaches. */
  runsIn?(found: F): string;
  /** Names that were taken, and what is offered for them: asked anew it can be another one. */
  names?(found: F): { record: string; label: MessageKey; was: string; offered: string }[];
  /** Where it is taken back, if not as a batch: a room of the console. */
  back?: string;
  decide(facts: Facts<N>, asked: { input: I; found: F; scope: Scope }, environment: Environment): ProposalOutcome;
}
