import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { useState } from "preact/hooks";
import { proposeUndo } from "../../shared/proposeUndo.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { history as texts } from "../../texts/en/history.ts";

/** Changes made by one confirmation or one run, and a button that undoes all of them together. */
export function BatchNote({ batch }: { batch: string }) {
  const { account } = useViewer();
  const [busy, setBusy] = useState(false);
  async function undo() {
    setBusy(true);
    await proposeUndo(batch);
    setBusy(false);
  }
  return (
    <Notice
      sentence={texts.batch}
      action={
        mayDo(account, "restore") && (
          <Button busy={busy} icon="undo" onClick={() => void undo()}>
            {texts.undoBatch}
          </Button>
        )
      }
    />
  );
}
