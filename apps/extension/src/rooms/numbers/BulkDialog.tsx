import { useState } from "preact/hooks";
import { api, type Inputs } from "../../api.ts";
import { go } from "../../route.ts";
import { counted } from "../../shell/counts.ts";
import { FormDialog } from "../../shell/FormDialog.tsx";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { useViewer } from "../../shell/viewer.ts";
import { numbers } from "../../texts/en/numbers.ts";
import { say } from "../../texts/say.ts";
import { type Lead, RouteField, routeOf, SourceField, sourceOf, UNCHOSEN } from "./LeadFields.tsx";
import { useLeads } from "./useLeads.ts";

const texts = numbers.bulk;
type Edit = Inputs["tracking"]["editNumbers"];
export type BulkDeed = "source" | "route" | "stop" | "resume" | "pause" | "unpause";

const WHAT = {
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
/** Fewer than this are done before their page would have opened. */
const FEW = 50;

interface BulkDialogProps {
  deed: BulkDeed;
  count: number;
  pick: Edit["pick"];
  onClose: () => void;
  onStarted: () => void;
}

/** Asks once for all, then a run does it: a few while one looks on, many on the run's own page. */
export function BulkDialog({ deed, count, pick, onClose, onStarted }: BulkDialogProps) {
  const { locale } = useViewer();
  const leads = useLeads();
  const [source, setSource] = useState<Lead>(UNCHOSEN);
  const [route, setRoute] = useState<Lead>(UNCHOSEN);
  const edit = useAction((change: Edit["change"], options) =>
    api().tracking.editNumbers.mutate({ pick, change }, options),
  );
  const many = count === 1 ? texts.countOne : say(texts.count, { count: counted(count, locale) });

  async function submit() {
    const change =
      deed === "source" ? { source: sourceOf(source) } : deed === "route" ? { route: routeOf(route) } : FLAGS[deed];
    const outcome = await edit.run(change);
    if (!outcome?.ok) return;
    const { run, total } = outcome.answer;
    onClose();
    onStarted();
    if (total > FEW) return go("runs", run);
    const action = { label: texts.seeRun, onSelect: () => go("runs", run) };
    toasts.show({ kind: "good", sentence: say(texts.started, { numbers: many }), action });
  }

  return (
    <FormDialog
      title={say(texts[deed], { numbers: many })}
      submit={texts[`${deed}Submit`]}
      danger={deed === "stop"}
      action={edit}
      ready={(deed !== "source" || source !== UNCHOSEN) && (deed !== "route" || route !== UNCHOSEN)}
      onSubmit={submit}
      onClose={onClose}
    >
      {deed === "source" && <SourceField leads={leads} value={source} onChange={setSource} />}
      {deed === "route" && <RouteField leads={leads} value={route} onChange={setRoute} />}
      {deed in WHAT && <p>{WHAT[deed as keyof typeof WHAT]}</p>}
      <p class="cb-quiet">{texts.each}</p>
    </FormDialog>
  );
}
