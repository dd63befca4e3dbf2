import { MICROS_PER_CENT } from "@callboard/domain/core/money";
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

interface RechargeDialogProps {
  settings: Outputs["balance"]["rechargeSettings"];
  /** The current balance in micros. */
  balance: number;
  onClose: () => void;
  onDone: () => void;
}

/** When a recharge starts and how much it charges, with the exact text of the consent and any immediate charge. */
export function RechargeDialog({ settings, balance, onClose, onDone }: RechargeDialogProps) {
  const { language } = useViewer();
  const { currency, version } = settings;
  const [enabled, setEnabled] = useState(true);
  const [amountTexts, setAmountTexts] = useState<Record<AmountName, string>>({
    threshold: amountText(settings.threshold),
    target: amountText(settings.target),
    perCharge: amountText(settings.perCharge),
    perDay: amountText(settings.perDay),
    monthlyCap: settings.monthlyCap === null ? "" : amountText(settings.monthlyCap),
  });
  const [consent, setConsent] = useState(false);
  const save = useAction((input: Inputs["balance"]["saveRechargeSettings"], options) =>
    api().balance.saveRechargeSettings.mutate(input, options),
  );
  const draft = parseDraft(amountTexts);
  const amountOf = (micros: number) => formatMoney(micros, currency, language);
  const needsConsent = enabled && draft !== null && needsNewConsent(settings, draft);
  // Switching recharges on while the balance is below the threshold starts one at once.
  const chargesNow =
    enabled && !settings.enabled && draft !== null && balance < draft.threshold && draft.target > balance;
  const outcome = save.outcome.value;

  async function submit() {
    if (!draft) return;
    const outcome = await save.run({ version, enabled, ...draft, consent });
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: enabled ? texts.saved : texts.switchedOff });
    onDone();
    onClose();
  }

  const amountField = (name: AmountName, hint?: string) => (
    <Field
      label={texts[name]}
      hint={hint}
      error={
        amountTexts[name] !== "" && parseAmount(amountTexts[name]) === null ? texts.invalid : fieldError(outcome, name)
      }
    >
      <TextInput
        value={amountTexts[name]}
        before={currencySymbol(currency)}
        numeric
        autoComplete="off"
        onChange={(value) => setAmountTexts({ ...amountTexts, [name]: value })}
      />
    </Field>
  );
  return (
    <FormDialog
      title={texts.title}
      submit={texts.save}
      action={save}
      fields={[...AMOUNT_NAMES, "consent"]}
      ready={draft !== null && (!needsConsent || consent)}
      onSubmit={submit}
      onClose={onClose}
    >
      {settings.enabled && <Switch label={texts.on} checked={enabled} onChange={setEnabled} spread />}
      {enabled && (
        <>
          <div class="form-pair">
            {amountField("threshold")}
            {amountField("target", format(texts.least, { least: amountOf(settings.minimum) }))}
          </div>
          <div class="form-pair">
            {amountField("perCharge", texts.limitsHint)}
            {amountField("perDay")}
          </div>
          {amountField("monthlyCap", texts.capHint)}
          {needsConsent && (
            <div class="recharge-consent">
              <p>{consentText(draft, amountOf)}</p>
              <Checkbox label={texts.consent} checked={consent} onChange={setConsent} />
            </div>
          )}
          {chargesNow && (
            <Notice
              tone="warn"
              sentence={format(texts.atOnce, {
                balance: amountOf(balance),
                // Cards are charged whole cents.
                sum: amountOf(Math.ceil((draft.target - balance) / MICROS_PER_CENT) * MICROS_PER_CENT),
              })}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}

/** The text that is stored with the consent, word for word. */
function consentText(
  { monthlyCap, threshold, target, perCharge, perDay }: RechargeDraft,
  amountOf: (micros: number) => string,
): string {
  const values = {
    threshold: amountOf(threshold),
    target: amountOf(target),
    perCharge: amountOf(perCharge),
    perDay: amountOf(perDay),
  };
  return monthlyCap === null
    ? format(sentences["balance.recharge.consent"], values)
    : format(sentences["balance.recharge.consentCapped"], { ...values, cap: amountOf(monthlyCap) });
}

const AMOUNT_NAMES = ["threshold", "target", "perCharge", "perDay", "monthlyCap"] as const;
type AmountName = (typeof AMOUNT_NAMES)[number];
type RechargeDraft = Record<Exclude<AmountName, "monthlyCap">, number> & { monthlyCap: number | null };

/** The typed amounts in micros; null if one of them is invalid. An empty cap means no cap. */
function parseDraft(amountTexts: Record<AmountName, string>): RechargeDraft | null {
  const [threshold, target, perCharge, perDay, cap] = AMOUNT_NAMES.map((name) => parseAmount(amountTexts[name]));
  if (threshold == null || target == null || perCharge == null || perDay == null) return null;
  if (amountTexts.monthlyCap !== "" && cap == null) return null;
  return { threshold, target, perCharge, perDay, monthlyCap: amountTexts.monthlyCap === "" ? null : cap! };
}

/** Whether the new amounts exceed the stored consent. The server decides; this shows the checkbox before saving. */
const needsNewConsent = (current: Outputs["balance"]["rechargeSettings"], next: RechargeDraft): boolean =>
  !current.enabled ||
  (["threshold", "target", "perCharge", "perDay"] as const).some((name) => next[name] > current[name]) ||
  (current.monthlyCap !== null && (next.monthlyCap === null || next.monthlyCap > current.monthlyCap));
