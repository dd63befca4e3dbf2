import { api } from "../../data/api.ts";
import { failureText } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { type Action, useAction } from "../../shared/form/useAction.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { proposals as texts } from "../../texts/en/proposals.ts";
import { format } from "../../texts/format.ts";
import { proposeUndo } from "../../shared/proposeUndo.ts";

export interface ProposalCallbacks {
  /** The proposal that takes this one's place. */
  onAnew: (id: string) => void;
  /** `run`: what goes on with what was too long to be done at once. */
  onConfirmed: (run: string | null) => void;
  onDiscarded: () => void;
  /** The room in which it is taken back, where that is no matter of a batch. */
  back?: string | null | undefined;
}

export interface ProposalActions {
  confirm: Action<string | null, { batch: string; run: string | null }>;
  discard: Action<null, unknown>;
  /** With other names for records that come back, as `queue:id`. */
  remake: Action<Record<string, string>, { proposal: string }>;
  carryOut: (name: string | null) => Promise<void>;
  drop: () => Promise<void>;
  lookAnew: (names?: Record<string, string>) => Promise<void>;
}

/** What can be done with a proposal. Nothing shows as done before the server says so. */
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
      // Refused because something moved: the lines then say what.
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
