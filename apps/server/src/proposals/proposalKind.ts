import type { Permission } from "@callboard/domain/core/permissions";
import type { Effect } from "@callboard/domain/core/effect";
import type { MessageKey } from "@callboard/domain/core/messages/keys";
import type { Message } from "@callboard/domain/core/message";
import type { Line } from "@callboard/domain/proposals/lines";
import type { PayerCost } from "../store/reads/costs.ts";
import type { Facts, Queries } from "../store/queries.ts";
import type { NewRun } from "../runs/propose.ts";
import type { Scope } from "../store/scope.ts";
import type { Environment } from "../store/commit.ts";
import type { Services } from "../services.ts";

/** The outcome of a proposal: lines for people and effects for the store. */
export interface ProposalOutcome {
  title: Message;
  lines: Line[];
  effects: readonly Effect[];
  /** Each payer's monthly cost; by default the sum of the lines. */
  costs?: readonly PayerCost[] | undefined;
  /**
   * The part that is too long for one commit continues as a run, started with the effects. `gather` has already
   * written its items.
   */
  run?: NewRun | undefined;
  /** The name that a person must type to confirm it, if a line can't be undone. */
  name?: string | undefined;
}

/**
 * A kind of proposal with its input `I`, context `F` and queries `N`. `gather` reads additional facts once; its result,
 * the context, is stored with the proposal. `queries` and `decide` run when it is proposed and again, inside the write,
 * when it is confirmed: the same facts give the same lines, so different lines mean that something changed.
 */
export interface ProposalKind<I extends object = any, F extends object = any, N extends Queries = any> {
  permission: Permission;
  /** The label of the confirmation button. */
  verb(input: I): MessageKey;
  gather(scope: Scope, input: I): Promise<F>;
  queries(context: F, scope: Scope): N;
  /** Related accounts that it reads or writes: `gather` checked that they are related, and `decide` checks it again. */
  relatedAccounts?(context: F): readonly string[];
  /** The related accounts that it changes: only people who run the agency can see and confirm it. */
  subAccounts?(context: F, account: string): readonly string[];
  /** The payers, if it changes monthly costs. */
  payers?(context: F, scope: Scope): readonly string[];
  /** The input for recreating an outdated proposal. */
  refreshInput?(input: I, services: Services, scope: Scope): I | Promise<I>;
  /** The run with the grouped lines as items, if it is that long. */
  run?(context: F): string | null;
  /** The run's account, if it is a related one. */
  runsIn?(context: F): string;
  /** Records whose name is taken by now: `was` is the taken one, `offered` the one that they would get instead. */
  names?(context: F): { record: string; label: MessageKey; was: string; offered: string }[];
  /** The console page for undoing it, if not as a batch. */
  undoPage?: "agency" | "lifecycle" | "overview" | "plans";
  decide(facts: Facts<N>, request: { input: I; context: F; scope: Scope }, environment: Environment): ProposalOutcome;
}
