import { Chooser } from "@callboard/ui/Chooser";
import { useState } from "preact/hooks";
import { api } from "../../api.ts";
import { KeptFields } from "../../preset/KeptFields.tsx";
import { type Of, openProposed, type PresetRow } from "../../preset/presets.ts";
import { useResource } from "../../resource.ts";
import { FormDialog } from "../../shell/FormDialog.tsx";
import { Loaded } from "../../shell/Loaded.tsx";
import { useAction } from "../../shell/useAction.ts";
import { presets } from "../../texts/en/presets.ts";
import { say } from "../../texts/say.ts";
import { Picked, toggled } from "./Picked.tsx";

const texts = presets.applying;

interface ApplyDialogProps {
  preset: PresetRow;
  onClose: () => void;
}

interface Pickable {
  id: string;
  name: string;
  follows?: { name: string } | null;
}

const load = async (of: Of): Promise<readonly Pickable[]> => {
  if (of === "queue") return (await api().queues.list.query()).queues;
  return (await api().tracking.sources.query()).sources;
};

/** Brings records that stand already under a preset: picked here, looked at on the page of what is proposed. */
export function ApplyDialog({ preset, onClose }: ApplyDialogProps) {
  const { id, of, name } = preset;
  const records = useResource(["source", "queue"], () => load(of), [of]);
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
      <p>{texts.what}</p>
      {all === null && (records.refusal.value || records.offline.value) ? (
        <Loaded of={records} label={presets.loading}>
          {() => null}
        </Loaded>
      ) : (
        <Chooser
          label={texts.pick[of]}
          placeholder={texts.find}
          noMatch={all === null ? texts.loading[of] : texts.noMatch[of]}
          picked={picked}
          options={(all ?? []).map(({ id: value, name: label, follows }) => ({
            value,
            label,
            aside: followed(follows, name),
          }))}
          onChoose={(record) => setPicked(toggled(picked, record))}
        />
      )}
      <Picked count={picked.size} />
      <KeptFields preset={preset} kept={kept} onKept={setKept} />
    </FormDialog>
  );
}

function followed(follows: Pickable["follows"], name: string): string | undefined {
  if (!follows) return undefined;
  return follows.name === name ? texts.followsThis : say(texts.follows, { name: follows.name });
}
