import { Button } from "@callboard/ui/Button";
import { useState } from "preact/hooks";
import { presets as texts } from "../../texts/en/presets.ts";
import { FromPresetDialog } from "./FromPresetDialog.tsx";
import type { PresetKind } from "./presets.ts";

/** Beside “New” on the lists of what a preset can make. */
export function FromPresetButton({ of }: { of: PresetKind }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="stamp" onClick={() => setOpen(true)}>
        {texts.creating.open}
      </Button>
      {open && <FromPresetDialog of={of} onClose={() => setOpen(false)} />}
    </>
  );
}
