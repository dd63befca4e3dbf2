import { Badge } from "@callboard/ui/Badge";
import type { ComponentChildren } from "preact";
import { useViewer } from "../../../shared/viewer.ts";
import { reports } from "../../../texts/en/reports.ts";
import { format } from "../../../texts/format.ts";
import { type Correction, outcomeText, spanText } from "./correctionText.ts";

const texts = reports.corrections;
const TONES = { waiting: "amber", accepted: "teal", rejected: "red", withdrawn: "slate" } as const;

interface CorrectionItemProps {
  correction: Correction;
  /** Who it is about, where several people's are listed. */
  who?: ComponentChildren;
  children?: ComponentChildren;
}

/** One correction: the time, the status and the reason, and what became of it. */
export function CorrectionItem({ correction, who, children }: CorrectionItemProps) {
  const viewer = useViewer();
  const { state, statusName, reason } = correction;
  const outcome = outcomeText(correction);
  return (
    <li class="correction">
      <div>
        <p>
          {who && <strong>{who} </strong>}
          {spanText(correction, viewer)}: {statusName}{" "}
          {who === undefined && <Badge tone={TONES[state]}>{texts.states[state]}</Badge>}
        </p>
        <p class="cb-muted">{format(texts.quoted, { reason })}</p>
        {outcome !== null && <p class="cb-muted">{outcome}</p>}
      </div>
      {children && <div class="correction-actions">{children}</div>}
    </li>
  );
}
