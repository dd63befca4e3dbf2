import { MICROS_PER_CENT } from "@callboard/domain/core/money";
import { Field } from "@callboard/ui/Field";
import { formatMoney } from "@callboard/ui/Money";
import { Select } from "@callboard/ui/Select";
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
import { parseAmount, currencySymbol } from "./amounts.ts";

const texts = recharge.topUp;

interface TopUpDialogProps {
  cards: Outputs["cards"]["list"]["cards"];
  currency: string;
  onClose: () => void;
  onDone: () => void;
}

/** Charges a card now. It only says that the charge has begun: the balance changes once the card has paid. */
export function TopUpDialog({ cards, currency, onClose, onDone }: TopUpDialogProps) {
  const { language } = useViewer();
  const [typed, setTyped] = useState("25.00");
  const [card, setCard] = useState(cards[0]?.id ?? "");
  const topUp = useAction((input: Inputs["balance"]["topUp"], options) => api().balance.topUp.mutate(input, options));
  const micros = parseAmount(typed);
  const sum = micros === null ? null : formatMoney(micros, currency, language);
  const options = cards.map(({ id, brand, last4, name }) => ({
    value: id,
    label: name === "" ? `${brand} ${last4}` : `${name} (${last4})`,
  }));
  async function submit() {
    if (micros === null || sum === null) return;
    const outcome = await topUp.run({ cents: micros / MICROS_PER_CENT, card });
    if (!outcome?.ok) return;
    const label = options.find(({ value }) => value === card)?.label ?? "";
    toasts.show({ tone: "good", sentence: format(texts.begun, { card: label, sum }) });
    onDone();
    onClose();
  }
  const amountError = typed !== "" && micros === null ? texts.invalid : undefined;
  return (
    <FormDialog
      title={texts.title}
      submit={sum === null ? texts.submitNone : format(texts.submit, { sum })}
      action={topUp}
      fields={["cents", "card"]}
      ready={micros !== null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={texts.amount} hint={texts.hint} error={amountError ?? fieldError(topUp.outcome.value, "cents")}>
        <TextInput value={typed} before={currencySymbol(currency)} numeric autoComplete="off" onChange={setTyped} />
      </Field>
      <Field label={texts.card} error={fieldError(topUp.outcome.value, "card")}>
        <Select value={card} options={options} onChange={setCard} />
      </Field>
    </FormDialog>
  );
}
