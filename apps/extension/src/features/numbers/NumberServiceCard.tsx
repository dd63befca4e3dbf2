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
import type { NumberView as Answer } from "./types.ts";

const texts = numbers.answer;

interface NumberServiceCardProps {
  number: Answer;
  editable: boolean;
  refetch: () => Promise<void>;
}

/** The two things that a number does, each with its own switch. */
export function NumberServiceCard({ number, editable, refetch }: NumberServiceCardProps) {
  const [asked, setAsked] = useState<Flag | null>(null);
  const { service, routeName } = number;
  const calls = routeName === null ? texts.connectsNowhere : format(texts.connects, { route: routeName });
  const reached = service.connects && routeName !== null;
  const lines = [
    { flag: "stopped", label: texts.calls, good: reached, words: service.connects ? calls : texts.silent },
    { flag: "paused", label: texts.website, good: service.swaps && number.source !== null, words: websiteText(number) },
  ] as const;
  return (
    <Card title={texts.title}>
      <dl class="number-does">
        {lines.map(({ flag, label, good, words }) => (
          <div key={flag}>
            <dt>{label}</dt>
            <dd>
              <StatusShape shape={good ? "disc" : "square"} tone={good ? "good" : "slate"} size={10} />
              <span class="number-does-what">
                {words}
                <FlagEnd number={number} flag={flag} />
              </span>
              {editable && <FlagSwitch number={number} flag={flag} refetch={refetch} onAsk={() => setAsked(flag)} />}
            </dd>
          </div>
        ))}
      </dl>
      {asked && <FlagDialog number={number} flag={asked} refetch={refetch} onClose={() => setAsked(null)} />}
    </Card>
  );
}

function websiteText({ service, sourceName }: Answer): string {
  if (!service.swaps) return texts.plain;
  return sourceName === null ? texts.swapsNobody : format(texts.swaps, { source: sourceName });
}

/** A flag whose end has passed no longer applies, whether or not anybody has written that down. */
const currentFlag = (number: Answer, flag: Flag): Answer[Flag] => {
  const fact = number[flag];
  return fact !== null && (fact.until === null || fact.until > serverNow()) ? fact : null;
};

function FlagEnd({ number, flag }: { number: Answer; flag: Flag }) {
  const reader = useViewer();
  const until = currentFlag(number, flag)?.until ?? null;
  if (until === null) return null;
  const words = flag === "stopped" ? numbers.flagging.stoppedUntil : numbers.flagging.pausedUntil;
  return <span class="cb-quiet number-until">{format(words, { time: dayAndTime(until, reader) })}</span>;
}

interface SwitchProps {
  number: Answer;
  flag: Flag;
  refetch: () => Promise<void>;
  onAsk: () => void;
}

/** Switching off asks first and may have an end; switching on is harmless and doesn't ask. */
function FlagSwitch({ number, flag, refetch, onAsk }: SwitchProps) {
  const on = currentFlag(number, flag) !== null;
  const words =
    flag === "stopped" ? ([numbers.stop, numbers.resume] as const) : ([numbers.pause, numbers.unpause] as const);
  const clear = useAction((_: null, options) =>
    api().numbers.flag.mutate({ id: number.id, version: number.version, flag, on: false, until: null }, options),
  );

  async function resume() {
    const outcome = await clear.run(null);
    if (!outcome) return;
    const done = flag === "stopped" ? numbers.flagging.resumed : numbers.flagging.unpaused;
    toasts.show(
      outcome.ok
        ? { kind: "good", sentence: format(done, { name: number.name }) }
        : { kind: "bad", sentence: failureText(outcome)! },
    );
    await refetch();
  }

  if (!on) return <Button onClick={onAsk}>{words[0]}</Button>;
  return (
    <Button busy={clear.busy.value} onClick={() => void resume()}>
      {words[1]}
    </Button>
  );
}
