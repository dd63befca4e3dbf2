import { Button } from "@callboard/ui/Button";
import { useState } from "preact/hooks";
import { presets as texts } from "../../texts/en/presets.ts";
import { FromPresetDialog } from "./FromPresetDialog.tsx";
import type { PresetKind } from "./presets.ts";

/** Next to “New” on lists of records that a preset can create. */
export function FromPresetButton({ kind }: { kind: PresetKind }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="stamp" onClick={() => setOpen(true)}>
        {texts.createForm.open}
      </Button>
      {open && <FromPresetDialog kind={kind} onClose={() => setOpen(false)} />}
    </>
  );
}
