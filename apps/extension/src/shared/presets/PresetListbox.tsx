import { Listbox } from "@callboard/ui/Listbox";
import { useEffect, useRef } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { Loaded } from "../page/Loaded.tsx";
import { presets as texts } from "../../texts/en/presets.ts";
import { type PresetKind, usablePresets, type PresetRow } from "./presets.ts";

interface PresetListboxProps {
  kind: PresetKind;
  onChoose: (preset: PresetRow) => void;
}

/** Chooses one of the presets that aren't archived, by typing; typing can start before they are loaded. */
export function PresetListbox({ kind, onChoose }: PresetListboxProps) {
  const list = useResource(["preset"], () => api().presets.list.query({ kind }), [kind]);
  const answer = list.data.value;
  const frame = useRef<HTMLDivElement>(null);
  // The field takes the focus: after “Choose another”, the button that had it is gone.
  useEffect(() => frame.current?.querySelector("input")?.focus(), []);
  if (answer === null && (list.failure.value || list.offline.value))
    return (
      <Loaded resource={list} label={texts.loading}>
        {() => null}
      </Loaded>
    );
  const presets = answer ? usablePresets(answer.presets, kind) : [];
  return (
    <div ref={frame}>
      <Listbox
        label={texts.createForm.choose}
        placeholder={texts.createForm.find}
        emptyText={answer === null ? texts.loading : texts.createForm.noMatch}
        options={presets.map(({ id, name, description, from: origin }) => ({
          value: id,
          label: name,
          hint: description,
          group: texts.groups[origin],
        }))}
        onSelect={(id) => onChoose(presets.find((preset) => preset.id === id)!)}
      />
    </div>
  );
}
