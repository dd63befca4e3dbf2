import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Icon } from "@callboard/ui/Icon";
import { Menu, type MenuEntry } from "@callboard/ui/Menu";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
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
  const { kind, id } = record;
  const follow = useResource(
    ["preset", kind],
    async () => ({ followState: await api().presets.differences.query({ kind, id }) }),
    [id],
  );
  const [open, setOpen] = useState<"follow" | "save" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Loaded resource={follow} label={texts.loading} lines={1}>
        {({ followState }) =>
          followState === null ? (
            <NoPreset mayChange={mayChange} onOpen={setOpen} />
          ) : (
            <Following
              record={record}
              followState={followState}
              mayChange={mayChange}
              refetch={follow.refetch}
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
  onOpen: (dialog: "follow" | "save") => void;
}

function NoPreset({ mayChange, onOpen }: NoPresetProps) {
  return (
    <Card
      title={texts.title}
      subtitle={texts.none}
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
  followState: FollowState;
  refetch: () => Promise<void>;
}

function Following({ record, followState, mayChange, refetch, onOpen }: FollowingProps) {
  const { preset, fields } = followState;
  const differing = fields.filter(({ state }) => state !== "follows");
  const matching = fields.length - differing.length;
  const unusableText = preset.now === null ? texts.gone : preset.archived ? texts.archived : null;
  return (
    <Card
      title={texts.title}
      subtitle={<PresetName preset={preset} />}
      actions={
        mayChange && (
          <PresetMenu record={record} followState={followState} isPresetGone={unusableText !== null} onOpen={onOpen} />
        )
      }
    >
      <div class="preset-follow-state">
        {unusableText && <p class="cb-muted">{unusableText}</p>}
        {differing.length > 0 && (
          <FollowFields
            record={record}
            followState={followState}
            fields={differing}
            mayChange={mayChange}
            refetch={refetch}
          />
        )}
        {matching > 0 && (
          <p class="preset-alike">
            <FieldStateLabel state="follows" label={matchingFieldsText(matching, differing.length)} />
          </p>
        )}
      </div>
    </Card>
  );
}

function matchingFieldsText(matching: number, differing: number): string {
  if (differing === 0) return format(texts.allFollow, { count: matching });
  return matching === 1 ? texts.otherFollows : format(texts.othersFollow, { count: matching });
}

function PresetName({ preset: { id, name, version, now } }: Pick<FollowState, "preset">) {
  const text =
    now === null || now === version ? format(texts.upToDate, { version }) : format(texts.older, { version, now });
  return (
    <>
      {texts.follows} {now === null ? name : <a href={presetHref(id)}>{name}</a>}, {text}
    </>
  );
}

interface PresetMenuProps extends Pick<FollowingProps, "record" | "followState" | "onOpen"> {
  isPresetGone: boolean;
}

function PresetMenu({ record, followState, isPresetGone, onOpen }: PresetMenuProps) {
  const { kind, id, version, name } = record;
  const { preset, fields } = followState;
  const propose = useAction((_: null, options) =>
    api().presets.proposeApply.mutate({ preset: preset.id, to: { records: [{ id }] } }, options),
  );
  const stop = useAction((_: null, options) => api().presets.unfollow.mutate({ kind, id, version }, options));

  async function update() {
    const outcome = await propose.run(null);
    if (outcome?.ok) openResult(outcome.output);
    else if (outcome) toasts.show({ tone: "bad", sentence: failureText(outcome)! });
  }
  async function unfollow() {
    const outcome = await stop.run(null);
    if (outcome?.ok) toasts.show({ tone: "good", sentence: format(texts.stopped, { name, preset: preset.name }) });
    else if (outcome) toasts.show({ tone: "bad", sentence: failureText(outcome)! });
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
      {!isPresetGone && fields.some(({ state }) => state === "behind") && (
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
