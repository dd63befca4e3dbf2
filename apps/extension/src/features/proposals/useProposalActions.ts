import { api } from "../../data/api.ts";
import { failureText } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { type Action, useAction } from "../../shared/form/useAction.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { proposals as texts } from "../../texts/en/proposals.ts";
import { format } from "../../texts/format.ts";
import { proposeUndo } from "../../shared/proposeUndo.ts";

export interface ProposalCallbacks {
  /** Gets the id of the proposal that replaces this one. */
  onAnew: (id: string) => void;
  /** `run`: continues a change that was too long to do at once. */
  onConfirmed: (run: string | null) => void;
  onDiscarded: () => void;
  /** The page where it can be undone, if not as a batch. */
  back?: string | null | undefined;
}

export interface ProposalActions {
  confirm: Action<string | null, { batch: string; run: string | null }>;
  discard: Action<null, unknown>;
  /** Makes the proposal again with other names for restored records, keyed as `queue:id`. */
  remake: Action<Record<string, string>, { proposal: string }>;
  carryOut: (name: string | null) => Promise<void>;
  drop: () => Promise<void>;
  lookAnew: (names?: Record<string, string>) => Promise<void>;
}

/** A proposal's actions. Nothing shows as done before the server confirms it. */
export function useProposalActions(
  id: string,
  title: string,
  refetch: () => Promise<void>,
  ways: ProposalCallbacks,
): ProposalActions {
  const { account } = useViewer();
  const confirm = useAction((name: string | null, options) =>
    api().proposals.confirm.mutate({ proposal: id, name }, options),
  );
  const discard = useAction((_: null, options) => api().proposals.discard.mutate({ proposal: id }, options));
  const remake = useAction((names: Record<string, string>, options) =>
    api().proposals.remake.mutate({ proposal: id, names }, options),
  );
  return {
    confirm,
    discard,
    remake,
    async carryOut(name) {
      const outcome = await confirm.run(name);
      // Refused because something has changed: the lines then show what.
      await refetch();
      if (!outcome?.ok) return;
      const { batch, run } = outcome.answer;
      const action = { label: texts.undo, onSelect: () => void proposeUndo(batch) };
      toasts.show({
        kind: "good",
        sentence: format(run === null ? texts.didConfirm : texts.didBegin, { title }),
        ...(mayDo(account, "restore") && !ways.back ? { action } : {}),
      });
      ways.onConfirmed(run);
    },
    async drop() {
      const outcome = await discard.run(null);
      if (outcome?.ok === false) toasts.show({ kind: "bad", sentence: failureText(outcome)! });
      if (!outcome?.ok) return;
      toasts.show({ sentence: texts.didDiscard });
      ways.onDiscarded();
    },
    async lookAnew(names = {}) {
      const outcome = await remake.run(names);
      if (outcome?.ok) ways.onAnew(outcome.answer.proposal);
    },
  };
}
