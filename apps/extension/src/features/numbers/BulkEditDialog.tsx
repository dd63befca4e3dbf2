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
  stop: texts.stopWhat,
  resume: texts.resumeWhat,
  pause: texts.pauseWhat,
  unpause: texts.unpauseWhat,
} as const;
const FLAGS = {
  stop: { stopped: true },
  resume: { stopped: false },
  pause: { paused: true },
  unpause: { paused: false },
} as const;
/** A run of fewer numbers finishes before its page would have opened. */
const STAY_ON_PAGE_BELOW = 50;

interface BulkEditDialogProps {
  deed: BulkAction;
  count: number;
  pick: BulkEditInput["pick"];
  onClose: () => void;
  onStarted: () => void;
}

/** Asks once for all numbers, then starts a run: a short one is shown here, a long one on its own page. */
export function BulkEditDialog({ deed, count, pick, onClose, onStarted }: BulkEditDialogProps) {
  const { locale } = useViewer();
  const leads = useRoutingTargets();
  const [source, setSource] = useState<TargetChoice>(NOT_CHOSEN);
  const [route, setRoute] = useState<TargetChoice>(NOT_CHOSEN);
  const edit = useAction((change: BulkEditInput["change"], options) =>
    api().numbers.edit.mutate({ pick, change }, options),
  );
  const many = count === 1 ? texts.countOne : format(texts.count, { count: countText(count, locale) });

  async function submit() {
    const change =
      deed === "source" ? { source: sourceOf(source) } : deed === "route" ? { route: routeOf(route) } : FLAGS[deed];
    const outcome = await edit.run(change);
    if (!outcome?.ok) return;
    const { run, total } = outcome.answer;
    onClose();
    onStarted();
    if (total > STAY_ON_PAGE_BELOW) return go("runs", run);
    const action = { label: texts.seeRun, onSelect: () => go("runs", run) };
    toasts.show({ kind: "good", sentence: format(texts.started, { numbers: many }), action });
  }

  return (
    <FormDialog
      title={format(texts[deed], { numbers: many })}
      submit={texts[`${deed}Submit`]}
      danger={deed === "stop"}
      action={edit}
      ready={(deed !== "source" || source !== NOT_CHOSEN) && (deed !== "route" || route !== NOT_CHOSEN)}
      onSubmit={submit}
      onClose={onClose}
    >
      {deed === "source" && <SourceField leads={leads} value={source} onChange={setSource} />}
      {deed === "route" && <RouteField leads={leads} value={route} onChange={setRoute} />}
      {deed in EXPLANATIONS && <p>{EXPLANATIONS[deed as keyof typeof EXPLANATIONS]}</p>}
      <p class="cb-quiet">{texts.each}</p>
    </FormDialog>
  );
}
