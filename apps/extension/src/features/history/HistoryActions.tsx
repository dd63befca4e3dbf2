import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { go } from "../../shared/route.ts";
import { download } from "../../shared/download.ts";
import { failureText } from "../../shared/form/failures.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { useViewer } from "../../shared/viewer.ts";
import { history as texts } from "../../texts/en/history.ts";
import type { HistoryFilter } from "./historyFilter.ts";
import { VerificationNotice, type VerificationView } from "./VerificationNotice.tsx";

/** Asks the server to verify the log; the result stays until it is closed. */
export function useVerification() {
  const action = useAction<null, VerificationView>(() => api().history.verify.query());
  const [hidden, setHidden] = useState(false);
  return {
    busy: action.busy.value,
    outcome: hidden ? null : action.outcome.value,
    hide: () => setHidden(true),
    run: () => {
      setHidden(false);
      void action.run(null);
    },
  };
}

type Verification = ReturnType<typeof useVerification>;

/** The result of the verification, or why it couldn't be made; nothing before it was asked for. */
export function VerificationResult({ verification: { outcome, hide } }: { verification: Verification }) {
  if (outcome === null) return null;
  return outcome.ok ? (
    <VerificationNotice result={outcome.output} onHide={hide} />
  ) : (
    <Notice tone="bad" sentence={failureText(outcome)} />
  );
}

/** Buttons to verify the log, to export the changes that match the filter, and to see the account as of an instant. */
export function HistoryActions({ filter, verification }: { filter: HistoryFilter; verification: Verification }) {
  const { zone } = useViewer();
  const [isExporting, setExporting] = useState(false);
  async function exportHistory() {
    setExporting(true);
    const query = Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)]));
    await download("/export/history.csv", { ...query, zone }, texts.exportName);
    setExporting(false);
  }
  return (
    <>
      <Button variant="quiet" busy={verification.busy} onClick={verification.run}>
        {texts.verify}
      </Button>
      <Button icon="download" busy={isExporting} onClick={() => void exportHistory()}>
        {texts.export}
      </Button>
      <Button icon="clock" onClick={() => go("as-of")}>
        {texts.asOf}
      </Button>
    </>
  );
}
