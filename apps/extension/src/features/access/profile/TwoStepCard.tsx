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
  const [started, setStarted] = useState<TotpSetup | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [ending, setEnding] = useState(false);
  const isOn = me.person.twoStep;
  const start = useAction((_: null, options) => api().access.startTotp.mutate(undefined, options));
  const refused = failureText(start.outcome.value);

  async function begin() {
    const outcome = await start.run(null);
    if (outcome?.ok) setStarted(outcome.answer);
  }

  const sub = isOn ? texts.on : texts.off;
  if (codes) return <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />;
  if (started)
    return (
      <TwoStepSetup
        started={started}
        onCancel={() => setStarted(null)}
        onDone={(made) => {
          setCodes(made);
          setStarted(null);
          void refetch();
        }}
      />
    );
  return (
    <Card title={texts.title} sub={sub}>
      <div class="form">
        {refused && <Notice kind="bad" sentence={refused} />}
        {isOn ? (
          <Button onClick={() => setEnding(true)}>{texts.turnOff}</Button>
        ) : (
          <Button busy={start.busy.value} onClick={() => void begin()}>
            {texts.start}
          </Button>
        )}
      </div>
      {ending && <TwoStepOffDialog onClose={() => setEnding(false)} />}
    </Card>
  );
}
