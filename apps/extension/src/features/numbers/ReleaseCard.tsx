import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { formatMoney } from "@callboard/ui/Money";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { useViewer } from "../../shared/viewer.ts";
import { numbers } from "../../texts/en/numbers.ts";
import { format } from "../../texts/format.ts";
import type { NumberView } from "./types.ts";

const texts = numbers.release;

interface ReleaseProps {
  number: NumberView;
  refetch: () => Promise<void>;
}

/** The only action on the page that can't be undone, so it has a card of its own. */
export function ReleaseCard(props: ReleaseProps) {
  const [open, setOpen] = useState(false);
  return (
    <Card title={texts.title} subtitle={texts.subtitle}>
      <Button onClick={() => setOpen(true)}>{texts.button}</Button>
      {open && <ReleaseDialog {...props} onClose={() => setOpen(false)} />}
    </Card>
  );
}

/** Only digits count: people write a number in many ways, with or without the plus. */
const digitsOf = (text: string) => text.replaceAll(/\D/g, "");

function ReleaseDialog({ number, refetch, onClose }: ReleaseProps & { onClose: () => void }) {
  const { language } = useViewer();
  const [typed, setTyped] = useState("");
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const { id, version, shown, e164, feeMicros, currency } = number;
  const release = useAction((_: null, options) => api().numbers.release.mutate({ id, version }, options));
  const matches = digitsOf(typed) === digitsOf(e164);

  async function submit() {
    setWasSubmitted(true);
    if (!matches) return;
    const outcome = await release.run(null);
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: format(texts.begun, { number: shown }) });
    onClose();
    await refetch();
  }

  const fee = formatMoney(feeMicros, currency, language, { roundUp: true });
  return (
    <FormDialog
      title={format(texts.dialog, { number: shown })}
      submit={texts.submit}
      danger
      action={release}
      onSubmit={submit}
      onClose={onClose}
    >
      <ul class="release-effects">
        {texts.explanation.map((line) => (
          <li key={line}>{line.replace("{fee}", fee)}</li>
        ))}
      </ul>
      <Field
        label={texts.confirm}
        hint={format(texts.confirmHint, { number: shown })}
        error={wasSubmitted && !matches ? format(texts.confirmInvalid, { number: shown }) : undefined}
      >
        <TextInput type="tel" value={typed} autoComplete="off" onChange={setTyped} />
      </Field>
    </FormDialog>
  );
}
