import { recharge as sentences } from "@callboard/domain/core/messages/en/recharge";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Field } from "@callboard/ui/Field";
import { formatMoney } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { Switch } from "@callboard/ui/Switch";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { type Outputs, api, type Inputs } from "../../data/api.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { useViewer } from "../../shared/viewer.ts";
import { recharge } from "../../texts/en/recharge.ts";
import { format } from "../../texts/format.ts";
import { parseAmount, currencySymbol, amountText } from "./amounts.ts";

const texts = recharge.form;
const MICROS_PER_CENT = 10_000;

interface RechargeDialogProps {
  recharge: Outputs["balance"]["rechargeSettings"];
  /** The current balance in micros. */
  balance: number;
  onClose: () => void;
  onDone: () => void;
}

/** When a recharge starts and how much it charges, with the consent word for word and any immediate charge. */
export function RechargeDialog({ recharge: now, balance, onClose, onDone }: RechargeDialogProps) {
  const { locale } = useViewer();
  const { currency, version } = now;
  const [on, setOn] = useState(true);
  const [typed, setTyped] = useState<Record<AmountName, string>>({
    threshold: amountText(now.threshold),
    target: amountText(now.target),
    perCharge: amountText(now.perCharge),
    perDay: amountText(now.perDay),
    cap: now.cap === null ? "" : amountText(now.cap),
  });
  const [consent, setConsent] = useState(false);
  const save = useAction((input: Inputs["balance"]["saveRechargeSettings"], options) =>
    api().balance.saveRechargeSettings.mutate(input, options),
  );
  const draft = parseDraft(typed);
  const shown = (micros: number) => formatMoney(micros, currency, locale);
  const asks = on && draft !== null && needsNewConsent(now, draft);
  const atOnce = on && !now.on && draft !== null && balance < draft.threshold && draft.target > balance;
  const outcome = save.outcome.value;

  async function submit() {
    if (!draft) return;
    const done = await save.run({ version, on, ...draft, consent });
    if (!done?.ok) return;
    toasts.show({ kind: "good", sentence: on ? texts.saved : texts.switchedOff });
    onDone();
    onClose();
  }

  const amount = (name: AmountName, hint?: string) => (
    <Field
      label={texts[name]}
      hint={hint}
      error={typed[name] !== "" && parseAmount(typed[name]) === null ? texts.odd : fieldError(outcome, name)}
    >
      <TextInput
        value={typed[name]}
        before={currencySymbol(currency)}
        numeric
        autoComplete="off"
        onChange={(value) => setTyped({ ...typed, [name]: value })}
      />
    </Field>
  );
  return (
    <FormDialog
      title={texts.title}
      submit={texts.save}
      action={save}
      fields={[...AMOUNT_NAMES, "consent"]}
      ready={draft !== null && (!asks || consent)}
      onSubmit={submit}
      onClose={onClose}
    >
      {now.on && <Switch label={texts.on} checked={on} onChange={setOn} spread />}
      {on && (
        <>
          <div class="form-pair">
            {amount("threshold")}
            {amount("target", format(texts.least, { least: shown(now.minimum) }))}
          </div>
          <div class="form-pair">
            {amount("perCharge", texts.limitsHint)}
            {amount("perDay")}
          </div>
          {amount("cap", texts.capHint)}
          {asks && (
            <div class="recharge-consent">
              <p>{consentText(draft, shown)}</p>
              <Checkbox label={texts.consent} checked={consent} onChange={setConsent} />
            </div>
          )}
          {atOnce && (
            <Notice
              kind="warn"
              sentence={format(texts.atOnce, {
                balance: shown(balance),
                sum: shown(Math.ceil((draft.target - balance) / MICROS_PER_CENT) * MICROS_PER_CENT),
              })}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}

/** The exact words that are stored with the consent. */
function consentText(
  { cap, threshold, target, perCharge, perDay }: RechargeDraft,
  shown: (micros: number) => string,
): string {
  const values = {
    threshold: shown(threshold),
    target: shown(target),
    perCharge: shown(perCharge),
    perDay: shown(perDay),
  };
  return cap === null
    ? format(sentences["recharge.consent"], values)
    : format(sentences["recharge.consentCapped"], { ...values, cap: shown(cap) });
}

const AMOUNT_NAMES = ["threshold", "target", "perCharge", "perDay", "cap"] as const;
type AmountName = (typeof AMOUNT_NAMES)[number];
type RechargeDraft = Record<Exclude<AmountName, "cap">, number> & { cap: number | null };

/** The typed amounts in micros; null if one of them is invalid. An empty cap means no cap. */
function parseDraft(typed: Record<AmountName, string>): RechargeDraft | null {
  const [threshold, target, perCharge, perDay, cap] = AMOUNT_NAMES.map((name) => parseAmount(typed[name]));
  if (threshold == null || target == null || perCharge == null || perDay == null) return null;
  if (typed.cap !== "" && cap == null) return null;
  return { threshold, target, perCharge, perDay, cap: typed.cap === "" ? null : cap! };
}

/** The consent on record doesn't cover it. The server decides; this only shows the box in time. */
const needsNewConsent = (now: Outputs["balance"]["rechargeSettings"], next: RechargeDraft): boolean =>
  !now.on ||
  (["threshold", "target", "perCharge", "perDay"] as const).some((name) => next[name] > now[name]) ||
  (now.cap !== null && (next.cap === null || next.cap > now.cap));
