import type { Deed } from "@callboard/domain/access";
import type { Answer, Endings, Errand } from "@callboard/domain/errands";
import type { Facts, Needs } from "../needs.ts";
import type { Scope } from "../scope.ts";
import type { Instants } from "../store.ts";
import type { World } from "../world.ts";

/** What an ending that mails somebody needs beside its facts. */
interface Telling {
  world: World;
  scope: Scope;
}

/**
 * How a kind of errand is carried out. A new one is its name in the domain's `ERRANDS`, rules for wanting it and for
 * its two endings, one file with such a work, and one entry in `works.ts`.
 *
 * - `send`, `ask`: the calls to the provider, with the errand's id as its idempotency key. Neither is made inside a
 *   transaction. What they throw means that nothing is known: `NoAnswer` says why.
 * - `reach`: other owners whose books or records an ending touches; proved when the errand was wanted.
 * - `needs`, `endings`: facts and rules for the ending, in the transaction in which it is written. Pure.
 */
export interface ErrandWork<N extends Needs = any> {
  /**
   * What whoever wanted it must still be allowed to do when it is sent: a carrier may be busy for a day. None where all
   * was decided when it was wanted: what is released, refunded or charged by itself must not be left half done.
   */
  deed: Deed | null;
  patienceMs(world: World): number;
  send(world: World, errand: Errand, signal: AbortSignal): Promise<Answer>;
  ask(world: World, errand: Errand, signal: AbortSignal): Promise<Answer>;
  reach?(errand: Errand): readonly string[];
  needs(errand: Errand): N;
  endings(facts: Facts<N>, errand: Errand, given: Instants, told: Telling): Endings;
}

export const errandWork = <N extends Needs>(work: ErrandWork<N>): ErrandWork<N> => work;
