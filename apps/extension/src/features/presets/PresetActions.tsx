import { Button } from "@callboard/ui/Button";
import { Icon } from "@callboard/ui/Icon";
import { Menu, type MenuEntry } from "@callboard/ui/Menu";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { FromPresetDialog } from "../../shared/presets/FromPresetDialog.tsx";
import { openResult } from "../../shared/presets/presets.ts";
import { href, queryString } from "../../shared/route.ts";
import { failureText } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { presets as texts } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import { ApplyDialog } from "./ApplyDialog.tsx";
import { archivePreset } from "./archivePreset.ts";
import { OfferDialog } from "./OfferDialog.tsx";
import type { PresetView } from "./types.ts";

interface PresetActionsProps {
  answer: PresetView;
  refetch: () => Promise<void>;
}

/** A preset's actions. All but creating a record are shown as a proposal first. */
export function PresetActions({ answer, refetch }: PresetActionsProps) {
  const { preset, followers } = answer;
  const { id, of, name, from } = preset;
  const [open, setOpen] = useState<"create" | "apply" | "offer" | null>(null);
  const close = () => setOpen(null);
  const push = useAction((_: null, options) =>
    api().presets.proposeApply.mutate({ preset: id, to: { followers: true } }, options),
  );

  async function pushAll() {
    const outcome = await push.run(null);
    if (outcome?.ok) openResult(outcome.answer);
    else if (outcome) toasts.show({ kind: "bad", sentence: failureText(outcome)! });
  }

  const stands = preset.archivedAt === null;
  return (
    <>
      {stands && followers.length > 0 && (
        <Button busy={push.busy.value} onClick={() => void pushAll()}>
          {texts.push}
        </Button>
      )}
      {stands && <Button onClick={() => setOpen("apply")}>{texts.apply}</Button>}
      {stands && (
        <Button variant="primary" icon="plus" onClick={() => setOpen("create")}>
          {texts.use[of]}
        </Button>
      )}
      {!stands && from === "own" && (
        <Button variant="primary" onClick={() => void archivePreset(preset, false, () => void refetch())}>
          {texts.bringBack}
        </Button>
      )}
      <Menu
        kind="icon"
        align="end"
        label={format(texts.menu, { name })}
        entries={menuEntriesOf(answer, refetch, setOpen)}
      >
        <Icon name="dots" />
      </Menu>
      {open === "create" && <FromPresetDialog of={of} preset={preset} onClose={close} />}
      {open === "apply" && <ApplyDialog preset={preset} onClose={close} />}
      {open === "offer" && <OfferDialog answer={answer} onClose={close} />}
    </>
  );
}

function menuEntriesOf(
  { preset, accounts }: PresetView,
  refetch: () => Promise<void>,
  open: (what: "offer") => void,
): MenuEntry[] {
  const { id, of, from, archivedAt } = preset;
  const own = { id: "own", label: texts.makeOwn, icon: "copy" as const };
  const entries: MenuEntry[] = [
    { ...own, onSelect: () => void (location.hash = href("presets", "new", of) + queryString({ from: id })) },
  ];
  if (from !== "own" || archivedAt !== null) return entries;
  if (accounts.length > 0)
    entries.unshift({ id: "offer", label: texts.offer, icon: "building", onSelect: () => open("offer") });
  return [
    ...entries,
    { separator: true },
    {
      id: "archive",
      label: texts.archive,
      icon: "archive",
      onSelect: () => void archivePreset(preset, true, () => void refetch()),
    },
  ];
}
