import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { go } from "../../shared/route.ts";
import { countText } from "../../shared/countText.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { useViewer } from "../../shared/viewer.ts";
import { numbers } from "../../texts/en/numbers.ts";
import { format } from "../../texts/format.ts";
import { type TargetChoice, RouteField, routeOf, SourceField, sourceOf, NOT_CHOSEN } from "./RoutingTargetFields.tsx";
import { useRoutingTargets } from "./useRoutingTargets.ts";

const texts = numbers.bulk;
type BulkEditInput = Inputs["numbers"]["edit"];
export type BulkAction = "source" | "route" | "stop" | "resume" | "pause" | "unpause";

const EXPLANATIONS = {
  stop: texts.stopExplanation,
  resume: texts.resumeExplanation,
  pause: texts.pauseExplanation,
  unpause: texts.unpauseExplanation,
} as const;
const FLAGS = {
  stop: { stopped: true },
  resume: { stopped: false },
  pause: { paused: true },
  unpause: { paused: false },
} as const;
/** A run with no more numbers than this finishes before its page opens. */
const STAY_ON_PAGE_MAX = 50;

interface BulkEditDialogProps {
  bulkAction: BulkAction;
  count: number;
  pick: BulkEditInput["pick"];
  onClose: () => void;
  onStarted: () => void;
}

/** Asks once for all numbers, then starts a run: a short one is shown here, a long one on its own page. */
export function BulkEditDialog({ bulkAction, count, pick, onClose, onStarted }: BulkEditDialogProps) {
  const { language } = useViewer();
  const targets = useRoutingTargets();
  const [source, setSource] = useState<TargetChoice>(NOT_CHOSEN);
  const [route, setRoute] = useState<TargetChoice>(NOT_CHOSEN);
  const edit = useAction((change: BulkEditInput["change"], options) =>
    api().numbers.edit.mutate({ pick, change }, options),
  );
  const numbersText = count === 1 ? texts.countOne : format(texts.count, { count: countText(count, language) });

  async function submit() {
    const change =
      bulkAction === "source"
        ? { source: sourceOf(source) }
        : bulkAction === "route"
          ? { route: routeOf(route) }
          : FLAGS[bulkAction];
    const outcome = await edit.run(change);
    if (!outcome?.ok) return;
    const { run, total } = outcome.output;
    onClose();
    onStarted();
    if (total > STAY_ON_PAGE_MAX) return go("runs", run);
    const action = { label: texts.seeRun, onSelect: () => go("runs", run) };
    toasts.show({ tone: "good", sentence: format(texts.started, { numbers: numbersText }), action });
  }

  return (
    <FormDialog
      title={format(texts[bulkAction], { numbers: numbersText })}
      submit={texts[`${bulkAction}Submit`]}
      danger={bulkAction === "stop"}
      action={edit}
      ready={(bulkAction !== "source" || source !== NOT_CHOSEN) && (bulkAction !== "route" || route !== NOT_CHOSEN)}
      onSubmit={submit}
      onClose={onClose}
    >
      {bulkAction === "source" && <SourceField targets={targets} value={source} onChange={setSource} />}
      {bulkAction === "route" && <RouteField targets={targets} value={route} onChange={setRoute} />}
      {bulkAction in EXPLANATIONS && <p>{EXPLANATIONS[bulkAction as keyof typeof EXPLANATIONS]}</p>}
      <p class="cb-muted">{texts.each}</p>
    </FormDialog>
  );
}
