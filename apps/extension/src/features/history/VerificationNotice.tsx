import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import type { Outputs } from "../../data/api.ts";
import { countText } from "../../shared/countText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { history as texts } from "../../texts/en/history.ts";
import { format } from "../../texts/format.ts";

export type VerificationView = Outputs["history"]["verify"];

/** Whether the log is intact; if it isn't, which row differs. */
export function VerificationNotice({ result, onHide }: { result: VerificationView; onHide: () => void }) {
  const { language } = useViewer();
  const { broken, rows, removed } = result;
  const hideButton = (
    <Button size="small" variant="quiet" onClick={onHide}>
      {texts.hide}
    </Button>
  );
  if (!broken)
    return (
      <Notice
        sentence={format(texts.verified, { rows: countText(rows, language), removed: countText(removed, language) })}
        action={hideButton}
      />
    );
  // All of these texts have the same placeholder.
  const where = format(texts.brokenAt[broken.table] as "{row}", { row: broken.row });
  return (
    <Notice
      tone="bad"
      sentence={format(texts.broken, { where, problem: broken.problem })}
      detail={texts.brokenHint}
      action={hideButton}
    />
  );
}
