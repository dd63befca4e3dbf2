import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Icon } from "@callboard/ui/Icon";
import { Menu, type MenuEntry } from "@callboard/ui/Menu";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/resource.ts";
import { go } from "../route.ts";
import { Loaded } from "../page/Loaded.tsx";
import { failureText } from "../form/failures.ts";
import { toasts } from "../toasts.ts";
import { useAction } from "../form/useAction.ts";
import { presets } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import { FieldStateLabel } from "./FieldStateLabel.tsx";
import { FollowDialog } from "./FollowDialog.tsx";
import { type PresetRecord, openResult, presetHref, type FollowState } from "./presets.ts";
import { SaveAsPresetDialog } from "./SaveAsPresetDialog.tsx";
import { FollowFields } from "./FollowFields.tsx";
import "./Presets.css";

const texts = presets.card;

interface PresetCardProps {
  record: PresetRecord;
  mayChange: boolean;
}

/** The preset that a record follows and how each field compares with it, with an action for every difference. */
export function PresetCard({ record, mayChange }: PresetCardProps) {
  const { of, id } = record;
  const standing = useResource(
    ["preset", of],
    async () => ({ of: await api().presets.differences.query({ kind: of, id }) }),
    [id],
  );
  const [open, setOpen] = useState<"follow" | "save" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Loaded of={standing} label={texts.loading} lines={1}>
        {({ of: now }) =>
          now === null ? (
            <NoPreset mayChange={mayChange} onOpen={setOpen} />
          ) : (
            <Following
              record={record}
              standing={now}
              mayChange={mayChange}
              refetch={standing.refetch}
              onOpen={setOpen}
            />
          )
        }
      </Loaded>
      {open === "follow" && <FollowDialog record={record} onClose={close} />}
      {open === "save" && <SaveAsPresetDialog record={record} onClose={close} />}
    </>
  );
}

interface NoPresetProps {
  mayChange: boolean;
  onOpen: (what: "follow" | "save") => void;
}

function NoPreset({ mayChange, onOpen }: NoPresetProps) {
  return (
    <Card
      title={texts.title}
      sub={texts.none}
      actions={
        mayChange && (
          <>
            <Button onClick={() => onOpen("follow")}>{texts.start}</Button>
            <Button onClick={() => onOpen("save")}>{texts.saveAs}</Button>
          </>
        )
      }
      flush
    >
      {null}
    </Card>
  );
}

interface FollowingProps extends NoPresetProps {
  record: PresetRecord;
  standing: FollowState;
  refetch: () => Promise<void>;
}

function Following({ record, standing, mayChange, refetch, onOpen }: FollowingProps) {
  const { preset, fields } = standing;
  const apart = fields.filter(({ state }) => state !== "follows");
  const alike = fields.length - apart.length;
  const gone = preset.now === null ? texts.gone : preset.archived ? texts.archived : null;
  return (
    <Card
      title={texts.title}
      sub={<PresetName preset={preset} />}
      actions={mayChange && <PresetMenu record={record} standing={standing} gone={gone !== null} onOpen={onOpen} />}
    >
      <div class="preset-standing">
        {gone && <p class="cb-quiet">{gone}</p>}
        {apart.length > 0 && (
          <FollowFields record={record} standing={standing} fields={apart} mayChange={mayChange} refetch={refetch} />
        )}
        {alike > 0 && (
          <p class="preset-alike">
            <FieldStateLabel state="follows" words={matchingFieldsText(alike, apart.length)} />
          </p>
        )}
      </div>
    </Card>
  );
}

function matchingFieldsText(alike: number, apart: number): string {
  if (apart === 0) return format(texts.allFollow, { count: alike });
  return alike === 1 ? texts.otherFollows : format(texts.othersFollow, { count: alike });
}

function PresetName({ preset: { id, name, version, now } }: Pick<FollowState, "preset">) {
  const words =
    now === null || now === version ? format(texts.upToDate, { version }) : format(texts.older, { version, now });
  return (
    <>
      {texts.follows} {now === null ? name : <a href={presetHref(id)}>{name}</a>}, {words}
    </>
  );
}

interface PresetMenuProps extends Pick<FollowingProps, "record" | "standing" | "onOpen"> {
  gone: boolean;
}

function PresetMenu({ record, standing, gone, onOpen }: PresetMenuProps) {
  const { of: kind, id, version, name } = record;
  const { preset, fields } = standing;
  const propose = useAction((_: null, options) =>
    api().presets.proposeApply.mutate({ preset: preset.id, to: { records: [{ id }] } }, options),
  );
  const stop = useAction((_: null, options) => api().presets.unfollow.mutate({ kind, id, version }, options));

  async function update() {
    const outcome = await propose.run(null);
    if (outcome?.ok) openResult(outcome.answer);
    else if (outcome) toasts.show({ kind: "bad", sentence: failureText(outcome)! });
  }
  async function unfollow() {
    const outcome = await stop.run(null);
    if (outcome?.ok) toasts.show({ kind: "good", sentence: format(texts.stopped, { name, preset: preset.name }) });
    else if (outcome) toasts.show({ kind: "bad", sentence: failureText(outcome)! });
  }

  const entries: MenuEntry[] = [
    ...(preset.now === null
      ? []
      : [{ id: "open", label: texts.toPreset, icon: "stamp" as const, onSelect: () => go("presets", preset.id) }]),
    { id: "another", label: texts.another, icon: "swap", onSelect: () => onOpen("follow") },
    { id: "save", label: texts.saveAs, icon: "copy", onSelect: () => onOpen("save") },
    { separator: true },
    { id: "stop", label: texts.stop, icon: "x", onSelect: () => void unfollow() },
  ];
  return (
    <>
      {!gone && fields.some(({ state }) => state === "behind") && (
        <Button busy={propose.busy.value} onClick={() => void update()}>
          {texts.update}
        </Button>
      )}
      <Menu kind="icon" align="end" label={texts.menu} entries={entries}>
        <Icon name="dots" />
      </Menu>
    </>
  );
}
