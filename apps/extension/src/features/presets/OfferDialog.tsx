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

const texts = presets.offerForm;

interface OfferDialogProps {
  view: PresetView;
  onClose: () => void;
}

/** Creates a record from an agency's preset in each of the selected sub-accounts. */
export function OfferDialog({ view: { preset, accounts }, onClose }: OfferDialogProps) {
  const { id, kind, name } = preset;
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set());
  const propose = useAction((_: null, options) =>
    api().presets.proposeApply.mutate({ preset: id, to: { accounts: [...selectedIds] } }, options),
  );

  async function submit() {
    const outcome = await propose.run(null);
    if (!outcome?.ok) return;
    onClose();
    openResult(outcome.output);
  }

  return (
    <FormDialog
      title={format(texts.title, { name })}
      submit={texts.submit}
      action={propose}
      ready={selectedIds.size > 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{format(texts.explanation, { noun: presets.kindNouns[kind] })}</p>
      <Listbox
        label={texts.pick}
        placeholder={texts.find}
        emptyText={texts.noMatch}
        selected={selectedIds}
        options={accounts.map((account) => ({ value: account.id, label: account.name }))}
        onSelect={(account) => setSelectedIds(toggleInSet(selectedIds, account))}
      />
      <SelectedCount count={selectedIds.size} />
    </FormDialog>
  );
}
