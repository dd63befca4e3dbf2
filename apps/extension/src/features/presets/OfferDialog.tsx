import { Listbox } from "@callboard/ui/Listbox";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { openResult } from "../../shared/presets/presets.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { useAction } from "../../shared/form/useAction.ts";
import { presets } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import { SelectedCount, toggleInSet } from "./SelectedCount.tsx";
import type { PresetView } from "./types.ts";

const texts = presets.offering;

interface OfferDialogProps {
  answer: PresetView;
  onClose: () => void;
}

/** Creates a record from an agency's preset in each of the selected sub-accounts. */
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
    openResult(outcome.answer);
  }

  return (
    <FormDialog
      title={format(texts.title, { name })}
      submit={texts.submit}
      action={propose}
      ready={picked.size > 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{format(texts.what, { noun: presets.noun[of] })}</p>
      <Listbox
        label={texts.pick}
        placeholder={texts.find}
        noMatch={texts.noMatch}
        picked={picked}
        options={accounts.map((account) => ({ value: account.id, label: account.name }))}
        onChoose={(account) => setPicked(toggleInSet(picked, account))}
      />
      <SelectedCount count={picked.size} />
    </FormDialog>
  );
}
