import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { FormDialog } from "../form/FormDialog.tsx";
import { useAction } from "../form/useAction.ts";
import { presets } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import { OverrideFields } from "./OverrideFields.tsx";
import { PresetListbox } from "./PresetListbox.tsx";
import { type PresetRecord, openResult, type PresetRow } from "./presets.ts";

const texts = presets.followForm;

interface FollowDialogProps {
  record: PresetRecord;
  onClose: () => void;
}

/** Makes an existing record follow a preset: choose it here, then review the proposal. */
export function FollowDialog({ record: { kind, id, name }, onClose }: FollowDialogProps) {
  const [preset, setPreset] = useState<PresetRow | null>(null);
  const [overrides, setOverrides] = useState<ReadonlySet<string>>(new Set());
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The list that had the focus is gone; moving it here lets Enter continue.
    if (preset) body.current?.closest("dialog")?.querySelector<HTMLElement>("[type=submit]")?.focus();
  }, [preset]);
  const propose = useAction((presetId: string, options) =>
    api().presets.proposeApply.mutate(
      { preset: presetId, to: { records: [{ id }] }, overrides: [...overrides] },
      options,
    ),
  );

  async function submit() {
    if (!preset) return;
    const outcome = await propose.run(preset.id);
    if (!outcome?.ok) return;
    onClose();
    openResult(outcome.output);
  }

  return (
    <FormDialog
      title={format(texts.title, { name })}
      submit={presets.applyForm.submit}
      action={propose}
      ready={preset !== null}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{texts.what}</p>
      <div ref={body} class="form">
        {preset === null ? (
          <PresetListbox
            kind={kind}
            onChoose={(chosen) => {
              setOverrides(new Set());
              setPreset(chosen);
            }}
          />
        ) : (
          <OverrideFields
            preset={preset}
            overrides={overrides}
            onChange={setOverrides}
            onChangePreset={() => setPreset(null)}
          />
        )}
      </div>
    </FormDialog>
  );
}
