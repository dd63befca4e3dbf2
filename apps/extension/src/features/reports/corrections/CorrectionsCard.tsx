import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { api, type Inputs } from "../../../data/api.ts";
import { failureText } from "../../../shared/form/failures.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { reports } from "../../../texts/en/reports.ts";
import { CorrectionItem } from "./CorrectionItem.tsx";
import type { Correction } from "./correctionText.ts";
import { DecideButtons } from "./DecideButtons.tsx";

const texts = reports.corrections;

/** One person's corrections in the period, with what can be done about those that wait. */
export function CorrectionsCard({ corrections }: { corrections: readonly Correction[] }) {
  const { me } = useViewer();
  return (
    <Card title={texts.title}>
      <ul class="corrections">
        {corrections.map((correction) => (
          <CorrectionItem key={correction.id} correction={correction}>
            {correction.state === "waiting" &&
              (correction.person === me.person.id ? (
                <WithdrawButton correction={correction} />
              ) : (
                <DecideButtons correction={correction} />
              ))}
          </CorrectionItem>
        ))}
      </ul>
    </Card>
  );
}

function WithdrawButton({ correction: { id, version } }: { correction: Correction }) {
  const withdraw = useAction((input: Inputs["reports"]["withdrawCorrection"], options) =>
    api().reports.withdrawCorrection.mutate(input, options),
  );

  async function run() {
    const outcome = await withdraw.run({ id, version });
    const failure = failureText(outcome);
    if (failure) toasts.show({ tone: "bad", sentence: failure });
    else if (outcome) toasts.show({ tone: "good", sentence: texts.withdrawDone });
  }

  return (
    <Button busy={withdraw.busy.value} onClick={() => void run()}>
      {texts.withdraw}
    </Button>
  );
}
