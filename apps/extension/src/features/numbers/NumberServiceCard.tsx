import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { StatusShape } from "@callboard/ui/StatusShape";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { serverNow } from "../../data/clock.ts";
import { toasts } from "../../shared/toasts.ts";
import { failureText } from "../../shared/form/failures.ts";
import { dayAndTime } from "../../shared/timeText.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { useViewer } from "../../shared/viewer.ts";
import { numbers } from "../../texts/en/numbers.ts";
import { format } from "../../texts/format.ts";
import { type Flag, FlagDialog } from "./FlagDialog.tsx";
import type { NumberView } from "./types.ts";

const texts = numbers.answer;

interface NumberServiceCardProps {
  number: NumberView;
  mayEdit: boolean;
  refetch: () => Promise<void>;
}

/** The two things that a number does, connecting calls and showing on websites, each with its own switch. */
export function NumberServiceCard({ number, mayEdit, refetch }: NumberServiceCardProps) {
  const [dialogFlag, setDialogFlag] = useState<Flag | null>(null);
  const { service, routeName } = number;
  const callsText = routeName === null ? texts.connectsNowhere : format(texts.connects, { route: routeName });
  const reachesTarget = service.connects && routeName !== null;
  const lines = [
    { flag: "stopped", label: texts.calls, good: reachesTarget, text: service.connects ? callsText : texts.silent },
    { flag: "paused", label: texts.website, good: service.swaps && number.source !== null, text: websiteText(number) },
  ] as const;
  return (
    <Card title={texts.title}>
      <dl class="number-service">
        {lines.map(({ flag, label, good, text }) => (
          <div key={flag}>
            <dt>{label}</dt>
            <dd>
              <StatusShape shape={good ? "disc" : "square"} tone={good ? "good" : "slate"} size={10} />
              <span class="number-service-what">
                {text}
                <FlagEnd number={number} flag={flag} />
              </span>
              {mayEdit && (
                <FlagSwitch number={number} flag={flag} refetch={refetch} onAsk={() => setDialogFlag(flag)} />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {dialogFlag && (
        <FlagDialog number={number} flag={dialogFlag} refetch={refetch} onClose={() => setDialogFlag(null)} />
      )}
    </Card>
  );
}

function websiteText({ service, sourceName }: NumberView): string {
  if (!service.swaps) return texts.plain;
  return sourceName === null ? texts.swapsNobody : format(texts.swaps, { source: sourceName });
}

/** A flag whose end has passed no longer applies, even if that isn't stored yet. */
const currentFlag = (number: NumberView, flag: Flag): NumberView[Flag] => {
  const current = number[flag];
  return current !== null && (current.until === null || current.until > serverNow()) ? current : null;
};

function FlagEnd({ number, flag }: { number: NumberView; flag: Flag }) {
  const viewer = useViewer();
  const until = currentFlag(number, flag)?.until ?? null;
  if (until === null) return null;
  const text = flag === "stopped" ? numbers.flagging.stoppedUntil : numbers.flagging.pausedUntil;
  return <span class="cb-muted number-until">{format(text, { time: dayAndTime(until, viewer) })}</span>;
}

interface FlagSwitchProps {
  number: NumberView;
  flag: Flag;
  refetch: () => Promise<void>;
  /** Opens the dialog that explains the flag and asks until when. */
  onAsk: () => void;
}

/** Switching off asks first and may have an end; switching on is harmless and doesn't ask. */
function FlagSwitch({ number, flag, refetch, onAsk }: FlagSwitchProps) {
  const isSet = currentFlag(number, flag) !== null;
  const [setLabel, clearLabel] =
    flag === "stopped" ? ([numbers.stop, numbers.resume] as const) : ([numbers.pause, numbers.unpause] as const);
  const clear = useAction((_: null, options) =>
    api().numbers.flag.mutate({ id: number.id, version: number.version, flag, on: false, until: null }, options),
  );

  async function clearFlag() {
    const outcome = await clear.run(null);
    if (!outcome) return;
    const done = flag === "stopped" ? numbers.flagging.resumed : numbers.flagging.unpaused;
    toasts.show(
      outcome.ok
        ? { tone: "good", sentence: format(done, { name: number.name }) }
        : { tone: "bad", sentence: failureText(outcome)! },
    );
    await refetch();
  }

  if (!isSet) return <Button onClick={onAsk}>{setLabel}</Button>;
  return (
    <Button busy={clear.busy.value} onClick={() => void clearFlag()}>
      {clearLabel}
    </Button>
  );
}
