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
  onReplaced: (id: string) => void;
  /** `run`: the run that continues a change that was too long to make at once. */
  onConfirmed: (run: string | null) => void;
  onDiscarded: () => void;
  /** The page where the change can be undone, if it can't be undone as a batch. */
  backPage?: string | null | undefined;
}

export interface ProposalActions {
  /** Takes what was typed to confirm, as `confirmProposal` does. */
  confirm: Action<string | null, { batch: string; run: string | null }>;
  discard: Action<null, unknown>;
  /** Makes the proposal again with other names for restored records, keyed as `queue:id`. */
  remake: Action<Record<string, string>, { proposal: string }>;
  /** `typedName`: the name that had to be typed to confirm; null if none had to. */
  confirmProposal: (typedName: string | null) => Promise<void>;
  discardProposal: () => Promise<void>;
  remakeProposal: (names?: Record<string, string>) => Promise<void>;
}

/** A proposal's actions. Nothing is shown as done before the server confirms it. */
export function useProposalActions(
  id: string,
  title: string,
  refetch: () => Promise<void>,
  callbacks: ProposalCallbacks,
): ProposalActions {
  const { account } = useViewer();
  const confirm = useAction((typedName: string | null, options) =>
    api().proposals.confirm.mutate({ proposal: id, name: typedName }, options),
  );
  const discard = useAction((_: null, options) => api().proposals.discard.mutate({ proposal: id }, options));
  const remake = useAction((names: Record<string, string>, options) =>
    api().proposals.remake.mutate({ proposal: id, names }, options),
  );
  return {
    confirm,
    discard,
    remake,
    async confirmProposal(typedName) {
      const outcome = await confirm.run(typedName);
      // If it was refused because a record has changed, the lines show the change.
      await refetch();
      if (!outcome?.ok) return;
      const { batch, run } = outcome.output;
      const action = { label: texts.undo, onSelect: () => void proposeUndo(batch) };
      toasts.show({
        tone: "good",
        sentence: format(run === null ? texts.didConfirm : texts.didBegin, { title }),
        ...(mayDo(account, "restore") && !callbacks.backPage ? { action } : {}),
      });
      callbacks.onConfirmed(run);
    },
    async discardProposal() {
      const outcome = await discard.run(null);
      if (outcome?.ok === false) toasts.show({ tone: "bad", sentence: failureText(outcome)! });
      if (!outcome?.ok) return;
      toasts.show({ sentence: texts.didDiscard });
      callbacks.onDiscarded();
    },
    async remakeProposal(names = {}) {
      const outcome = await remake.run(names);
      if (outcome?.ok) callbacks.onReplaced(outcome.output.proposal);
    },
  };
}
