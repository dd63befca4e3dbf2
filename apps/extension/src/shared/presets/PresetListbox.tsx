import { Listbox } from "@callboard/ui/Listbox";
import { useEffect, useRef } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/resource.ts";
import { Loaded } from "../page/Loaded.tsx";
import { presets as texts } from "../../texts/en/presets.ts";
import { type PresetKind, usablePresets, type PresetRow } from "./presets.ts";

interface PresetListboxProps {
  of: PresetKind;
  onChoose: (preset: PresetRow) => void;
}

/** Chooses one of the usable presets by typing; typing can start before they are loaded. */
export function PresetListbox({ of, onChoose }: PresetListboxProps) {
  const list = useResource(["preset"], () => api().presets.list.query({ of }), [of]);
  const answer = list.data.value;
  const frame = useRef<HTMLDivElement>(null);
  // The preset chosen before had the focus, and is gone when another one is to be chosen.
  useEffect(() => frame.current?.querySelector("input")?.focus(), []);
  if (answer === null && (list.refusal.value || list.offline.value))
    return (
      <Loaded of={list} label={texts.loading}>
        {() => null}
      </Loaded>
    );
  const presets = answer ? usablePresets(answer.presets, of) : [];
  return (
    <div ref={frame}>
      <Listbox
        label={texts.creating.choose}
        placeholder={texts.creating.find}
        noMatch={answer === null ? texts.loading : texts.creating.noMatch}
        options={presets.map(({ id, name, about, from }) => ({
          value: id,
          label: name,
          hint: about,
          group: texts.groups[from],
        }))}
        onChoose={(id) => onChoose(presets.find((preset) => preset.id === id)!)}
      />
    </div>
  );
}
