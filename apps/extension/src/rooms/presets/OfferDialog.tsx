import { Chooser } from "@callboard/ui/Chooser";
import { useState } from "preact/hooks";
import { api } from "../../api.ts";
import { openProposed } from "../../preset/presets.ts";
import { FormDialog } from "../../shell/FormDialog.tsx";
import { useAction } from "../../shell/useAction.ts";
import { presets } from "../../texts/en/presets.ts";
import { say } from "../../texts/say.ts";
import { Picked, toggled } from "./Picked.tsx";
import type { PresetAnswer } from "./answers.ts";

const texts = presets.offering;

interface OfferDialogProps {
  answer: PresetAnswer;
  onClose: () => void;
}

/** An agency's preset as a new record in each of the sub-accounts that are picked. */
export function OfferDialog({ answer: { preset, accounts }, onClose }: OfferDialogProps) {
  const { id, of, name } = preset;
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const propose = useAction((_: null, options) =>
    api().presets.proposeApply.mutate({ preset: id, to: { accounts: [...picked] } }, options),
  );

  async function submit() {
    const outcome = await propose.run(null);
    if (!outcome?.ok) return;
    onClose();
    openProposed(outcome.answer);
  }

  return (
    <FormDialog
      title={say(texts.title, { name })}
      submit={texts.submit}
      action={propose}
      ready={picked.size > 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{say(texts.what, { noun: presets.noun[of] })}</p>
      <Chooser
        label={texts.pick}
        placeholder={texts.find}
        noMatch={texts.noMatch}
        picked={picked}
        options={accounts.map((account) => ({ value: account.id, label: account.name }))}
        onChoose={(account) => setPicked(toggled(picked, account))}
      />
      <Picked count={picked.size} />
    </FormDialog>
  );
}
