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
  view: PresetView;
  refetch: () => Promise<void>;
}

/** A preset's actions. All but creating a record are shown as a proposal first. */
export function PresetActions({ view, refetch }: PresetActionsProps) {
  const { preset, followers } = view;
  const { id, kind, name, from } = preset;
  const [dialog, setDialog] = useState<"create" | "apply" | "offer" | null>(null);
  const close = () => setDialog(null);
  // Proposes to apply the preset again to every record that follows it.
  const push = useAction((_: null, options) =>
    api().presets.proposeApply.mutate({ preset: id, to: { followers: true } }, options),
  );

  async function pushAll() {
    const outcome = await push.run(null);
    if (outcome?.ok) openResult(outcome.output);
    else if (outcome) toasts.show({ tone: "bad", sentence: failureText(outcome)! });
  }

  const isActive = preset.archivedAt === null;
  return (
    <>
      {isActive && followers.length > 0 && (
        <Button busy={push.busy.value} onClick={() => void pushAll()}>
          {texts.push}
        </Button>
      )}
      {isActive && <Button onClick={() => setDialog("apply")}>{texts.apply}</Button>}
      {isActive && (
        <Button variant="primary" icon="plus" onClick={() => setDialog("create")}>
          {texts.use[kind]}
        </Button>
      )}
      {!isActive && from === "own" && (
        <Button variant="primary" onClick={() => void archivePreset(preset, false, () => void refetch())}>
          {texts.unarchive}
        </Button>
      )}
      <Menu
        kind="icon"
        align="end"
        label={format(texts.menu, { name })}
        entries={menuEntriesOf(view, refetch, setDialog)}
      >
        <Icon name="dots" />
      </Menu>
      {dialog === "create" && <FromPresetDialog kind={kind} preset={preset} onClose={close} />}
      {dialog === "apply" && <ApplyDialog preset={preset} onClose={close} />}
      {dialog === "offer" && <OfferDialog view={view} onClose={close} />}
    </>
  );
}

function menuEntriesOf(
  { preset, accounts }: PresetView,
  refetch: () => Promise<void>,
  openDialog: (dialog: "offer") => void,
): MenuEntry[] {
  const { id, kind, from, archivedAt } = preset;
  const makeOwn = { id: "own", label: texts.makeOwn, icon: "copy" as const };
  const entries: MenuEntry[] = [
    { ...makeOwn, onSelect: () => void (location.hash = href("presets", "new", kind) + queryString({ from: id })) },
  ];
  if (from !== "own" || archivedAt !== null) return entries;
  if (accounts.length > 0)
    entries.unshift({ id: "offer", label: texts.offer, icon: "building", onSelect: () => openDialog("offer") });
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
