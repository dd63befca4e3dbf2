import { allStatuses } from "@callboard/domain/agents/rules";
import { decision } from "@callboard/domain/core/effect";
import { proposeCorrection } from "@callboard/domain/reports/corrections";
import type { ProposeCorrectionInput, WaitingCorrectionsInput } from "@callboard/domain/reports/correctionSchema";
import type * as z from "zod/mini";
import { commit, read } from "../../store/commit.ts";
import { findMany, findOne, findOptional } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { readPage } from "../../store/search/lists.ts";
import { countsByValue } from "../../store/search/recordCounts.ts";
import { type CorrectionView, correctionViews } from "./correctionViews.ts";

export interface WaitingCorrections {
  corrections: CorrectionView[];
  next: string | null;
  /** How many wait, on all pages. */
  total: number;
}

/** A page of what waits for a decision, the oldest first. */
export async function readWaiting(
  scope: Scope,
  { after, limit }: z.output<typeof WaitingCorrectionsInput>,
): Promise<WaitingCorrections> {
  const page = await readPage(scope, "correction", { by: "waiting", limit, after });
  const { counts } = await read(scope, { counts: countsByValue("correction", "waiting") });
  return { corrections: await correctionViews(scope, page.docs), next: page.next, total: counts.get("") ?? 0 };
}

/** The agent's own proposal. */
export const propose = (scope: Scope, input: z.output<typeof ProposeCorrectionInput>): Promise<{ id: string }> => {
  const person = scope.actor.id;
  return commit(
    scope,
    {
      agent: findOne("agent", person),
      chosen: findOptional("status", input.status),
      waiting: findMany("correction", { name: "waitingOf", value: person }),
    },
    ({ chosen, waiting }, { now, newId }) => {
      const id = newId();
      const status = allStatuses(chosen ? [chosen] : []).find((one) => one.id === input.status);
      return decision(proposeCorrection({ account: scope.account, person, status, waiting }, input, id, now), { id });
    },
  );
};
