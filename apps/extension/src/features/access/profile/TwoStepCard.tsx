import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Notice } from "@callboard/ui/Notice";
import { useState } from "preact/hooks";
import { type Outputs, api } from "../../../data/api.ts";
import { failureText } from "../../../shared/form/failures.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { TwoStepOffDialog } from "./TwoStepOffDialog.tsx";
import { TwoStepSetup } from "./TwoStepSetup.tsx";

const texts = access.twoStep;
type TotpSetup = Outputs["access"]["startTotp"];

/** Two-step sign-in: off, being set up, showing its recovery codes, or on. */
export function TwoStepCard() {
  const { me, refetch } = useViewer();
  const [setup, setSetup] = useState<TotpSetup | null>(null);
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | null>(null);
  const [isDialogOpen, setDialogOpen] = useState(false);
  const isOn = me.person.twoStep;
  const start = useAction((_: null, options) => api().access.startTotp.mutate(undefined, options));
  const failure = failureText(start.outcome.value);

  async function begin() {
    const outcome = await start.run(null);
    if (outcome?.ok) setSetup(outcome.output);
  }

  if (recoveryCodes) return <RecoveryCodes codes={recoveryCodes} onSaved={() => setRecoveryCodes(null)} />;
  if (setup)
    return (
      <TwoStepSetup
        setup={setup}
        onCancel={() => setSetup(null)}
        onDone={(codes) => {
          setRecoveryCodes(codes);
          setSetup(null);
          void refetch();
        }}
      />
    );
  return (
    <Card title={texts.title} subtitle={isOn ? texts.on : texts.off}>
      <div class="form">
        {failure && <Notice tone="bad" sentence={failure} />}
        {isOn ? (
          <Button onClick={() => setDialogOpen(true)}>{texts.turnOff}</Button>
        ) : (
          <Button busy={start.busy.value} onClick={() => void begin()}>
            {texts.start}
          </Button>
        )}
      </div>
      {isDialogOpen && <TwoStepOffDialog onClose={() => setDialogOpen(false)} />}
    </Card>
  );
}
