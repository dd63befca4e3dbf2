import { recharge as sentences } from "@callboard/domain/messages/en/recharge";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Field } from "@callboard/ui/Field";
import { moneyText } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { Switch } from "@callboard/ui/Switch";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { type Answers, api, type Inputs } from "../../api.ts";
import { FormDialog } from "../../shell/FormDialog.tsx";
import { fieldError } from "../../shell/refusals.ts";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { useViewer } from "../../shell/viewer.ts";
import { recharge } from "../../texts/en/recharge.ts";
import { say } from "../../texts/say.ts";
import { microsOf, signOf, typedOf } from "./amounts.ts";

const texts = recharge.form;
const CENT = 10_000;

interface RechargeDialogProps {
  recharge: Answers["balance"]["recharge"];
  /** The balance now, in micros. */
  balance: number;
  onClose: () => void;
  onDone: () => void;
}

/** When and by how much; what is agreed to stands there word for word, and what happens at once is said before. */
export function RechargeDialog({ recharge: now, balance, onClose, onDone }: RechargeDialogProps) {
  const { locale } = useViewer();
  const { currency, version } = now;
  const [on, setOn] = useState(true);
  const [threshold, setThreshold] = useState(typedOf(now.threshold));
  const [target, setTarget] = useState(typedOf(now.target));
  const [cap, setCap] = useState(now.cap === null ? "" : typedOf(now.cap));
  const [consent, setConsent] = useState(false);
  const save = useAction((input: Inputs["balance"]["saveRecharge"], options) =>
    api().balance.saveRecharge.mutate(input, options),
  );
  const read = { threshold: microsOf(threshold), target: microsOf(target), cap: cap === "" ? null : microsOf(cap) };
  const whole = read.threshold !== null && read.target !== null && (cap === "" || read.cap !== null);
  const shown = (micros: number | null) => moneyText(micros ?? 0, currency, locale);
  const asks = on && whole && asksAnew(now, { threshold: read.threshold!, target: read.target!, cap: read.cap });
  const atOnce = on && !now.on && whole && balance < read.threshold! && read.target! > balance;
  const outcome = save.outcome.value;

  async function submit() {
    if (!whole) return;
    const form = { threshold: read.threshold!, target: read.target!, cap: read.cap };
    const done = await save.run({ version, on, ...form, consent });
    if (!done?.ok) return;
    toasts.show({ kind: "good", sentence: on ? texts.saved : texts.switchedOff });
    onDone();
    onClose();
  }

  const amount = (
    name: "threshold" | "target" | "cap",
    value: string,
    onChange: (value: string) => void,
    hint?: string,
  ) => (
    <Field
      label={texts[name]}
      hint={hint}
      error={value !== "" && read[name] === null ? texts.odd : fieldError(outcome, name)}
    >
      <TextInput value={value} before={signOf(currency)} numeric autoComplete="off" onChange={onChange} />
    </Field>
  );
  return (
    <FormDialog
      title={texts.title}
      submit={texts.save}
      action={save}
      fields={["threshold", "target", "cap", "consent"]}
      ready={whole && (!asks || consent)}
      onSubmit={submit}
      onClose={onClose}
    >
      {now.on && <Switch label={texts.on} checked={on} onChange={setOn} spread />}
      {on && (
        <>
          <div class="form-pair">
            {amount("threshold", threshold, setThreshold)}
            {amount("target", target, setTarget, say(texts.least, { least: shown(now.minimum) }))}
          </div>
          {amount("cap", cap, setCap, texts.capHint)}
          {asks && (
            <div class="recharge-consent">
              <p>
                {consentWords(shown(read.threshold), shown(read.target), read.cap === null ? null : shown(read.cap))}
              </p>
              <Checkbox label={texts.consent} checked={consent} onChange={setConsent} />
            </div>
          )}
          {atOnce && (
            <Notice
              kind="warn"
              sentence={say(texts.atOnce, {
                balance: shown(balance),
                sum: shown(Math.ceil((read.target! - balance) / CENT) * CENT),
              })}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}

/** The very words that are kept with the consent. */
const consentWords = (threshold: string, target: string, cap: string | null): string =>
  cap === null
    ? say(sentences["recharge.consent"], { threshold, target })
    : say(sentences["recharge.consentCapped"], { threshold, target, cap });

interface Draft {
  threshold: number;
  target: number;
  cap: number | null;
}

/** What was agreed to does not cover it. The server decides; this only shows the box in time. */
const asksAnew = (now: Answers["balance"]["recharge"], { threshold, target, cap }: Draft): boolean =>
  !now.on || threshold > now.threshold || target > now.target || (now.cap !== null && (cap === null || cap > now.cap));
