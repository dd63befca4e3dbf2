import { Listbox } from "@callboard/ui/Listbox";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { OverrideFields } from "../../shared/presets/OverrideFields.tsx";
import { type PresetKind, openResult, type PresetRow } from "../../shared/presets/presets.ts";
import { useResource } from "../../data/resource.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { useAction } from "../../shared/form/useAction.ts";
import { presets } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import { SelectedCount, toggleInSet } from "./SelectedCount.tsx";

const texts = presets.applying;

interface ApplyDialogProps {
  preset: PresetRow;
  onClose: () => void;
}

interface TargetRecord {
  id: string;
  name: string;
  follows?: { name: string } | null;
}

const loadTargets = async (of: PresetKind): Promise<readonly TargetRecord[]> => {
  if (of === "queue") return (await api().queues.list.query()).queues;
  return (await api().sources.list.query()).sources;
};

/** Makes existing records follow a preset: select them here, then review the proposal. */
export function ApplyDialog({ preset, onClose }: ApplyDialogProps) {
  const { id, of, name } = preset;
  const records = useResource(["source", "queue"], () => loadTargets(of), [of]);
  const all = records.data.value;
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const propose = useAction((_: null, options) => {
    const to = { records: [...picked].map((record) => ({ id: record })) };
    return api().presets.proposeApply.mutate({ preset: id, to, overrides: [...kept] }, options);
  });

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
      <p>{texts.what}</p>
      {all === null && (records.refusal.value || records.offline.value) ? (
        <Loaded of={records} label={presets.loading}>
          {() => null}
        </Loaded>
      ) : (
        <Listbox
          label={texts.pick[of]}
          placeholder={texts.find}
          noMatch={all === null ? texts.loading[of] : texts.noMatch[of]}
          picked={picked}
          options={(all ?? []).map(({ id: value, name: label, follows }) => ({
            value,
            label,
            aside: followsText(follows, name),
          }))}
          onChoose={(record) => setPicked(toggleInSet(picked, record))}
        />
      )}
      <SelectedCount count={picked.size} />
      <OverrideFields preset={preset} kept={kept} onKept={setKept} />
    </FormDialog>
  );
}

function followsText(follows: TargetRecord["follows"], name: string): string | undefined {
  if (!follows) return undefined;
  return follows.name === name ? texts.followsThis : format(texts.follows, { name: follows.name });
}
