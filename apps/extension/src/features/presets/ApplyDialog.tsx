import { Listbox } from "@callboard/ui/Listbox";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { OverrideFields } from "../../shared/presets/OverrideFields.tsx";
import { type PresetKind, openResult, type PresetRow } from "../../shared/presets/presets.ts";
import { useResource } from "../../data/liveResource.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { useAction } from "../../shared/form/useAction.ts";
import { presets } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import { SelectedCount, toggleInSet } from "./SelectedCount.tsx";

const texts = presets.applyForm;

interface ApplyDialogProps {
  preset: PresetRow;
  onClose: () => void;
}

/** An existing source or queue, and the preset that it follows now, if any. */
interface SelectableRecord {
  id: string;
  name: string;
  follows?: { name: string } | null;
}

const loadRecords = async (kind: PresetKind): Promise<readonly SelectableRecord[]> => {
  if (kind === "queue") return (await api().queues.list.query()).queues;
  return (await api().sources.list.query()).sources;
};

/** Makes existing records follow a preset: select them here, then review the proposal. */
export function ApplyDialog({ preset, onClose }: ApplyDialogProps) {
  const { id, kind, name } = preset;
  const resource = useResource(["source", "queue"], () => loadRecords(kind), [kind]);
  const records = resource.data.value;
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set());
  const [overrides, setOverrides] = useState<ReadonlySet<string>>(new Set());
  const propose = useAction((_: null, options) => {
    const to = { records: [...selectedIds].map((record) => ({ id: record })) };
    return api().presets.proposeApply.mutate({ preset: id, to, overrides: [...overrides] }, options);
  });

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
      <p>{texts.what}</p>
      {records === null && (resource.failure.value || resource.offline.value) ? (
        <Loaded resource={resource} label={presets.loading}>
          {() => null}
        </Loaded>
      ) : (
        <Listbox
          label={texts.pick[kind]}
          placeholder={texts.find}
          emptyText={records === null ? texts.loading[kind] : texts.noMatch[kind]}
          selected={selectedIds}
          options={(records ?? []).map(({ id: value, name: label, follows }) => ({
            value,
            label,
            aside: followsText(follows, name),
          }))}
          onSelect={(record) => setSelectedIds(toggleInSet(selectedIds, record))}
        />
      )}
      <SelectedCount count={selectedIds.size} />
      <OverrideFields preset={preset} overrides={overrides} onChange={setOverrides} />
    </FormDialog>
  );
}

function followsText(follows: SelectableRecord["follows"], name: string): string | undefined {
  if (!follows) return undefined;
  return follows.name === name ? texts.followsThis : format(texts.follows, { name: follows.name });
}
