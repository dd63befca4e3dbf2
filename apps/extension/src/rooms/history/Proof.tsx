import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import type { Answers } from "../../api.ts";
import { counted } from "../../shell/counts.ts";
import { useViewer } from "../../shell/viewer.ts";
import { history as texts } from "../../texts/en/history.ts";
import { say } from "../../texts/say.ts";

export type ProofAnswer = Answers["history"]["verify"];

/** Whether the log is as it was written; where it is not, which row. */
export function Proof({ proof, onHide }: { proof: ProofAnswer; onHide: () => void }) {
  const { locale } = useViewer();
  const { broken, rows, removed } = proof;
  const hide = (
    <Button size="small" variant="quiet" onClick={onHide}>
      {texts.hide}
    </Button>
  );
  if (!broken)
    return (
      <Notice
        sentence={say(texts.whole, { rows: counted(rows, locale), removed: counted(removed, locale) })}
        action={hide}
      />
    );
  const where = say(texts.brokenAt[broken.table] as "{row}", { row: broken.row });
  return (
    <Notice
      kind="bad"
      sentence={say(texts.broken, { where, what: broken.what })}
      detail={texts.brokenWay}
      action={hide}
    />
  );
}
