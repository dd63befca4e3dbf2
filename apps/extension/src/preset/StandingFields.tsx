import { Button } from "@callboard/ui/Button";
import { api, type Inputs } from "../api.ts";
import { go } from "../route.ts";
import { sentenceOf } from "../shell/refusals.ts";
import { dayAndTime } from "../shell/times.ts";
import { toasts } from "../shell/toasts.ts";
import { useAction } from "../shell/useAction.ts";
import { useViewer } from "../shell/viewer.ts";
import { presets } from "../texts/en/presets.ts";
import { say } from "../texts/say.ts";
import { FieldStateSign } from "./FieldStateSign.tsx";
import { type Followed, roomOf, type Standing, type StandingField } from "./presets.ts";

const texts = presets.card;
export type Deed = Inputs["presets"]["settle"]["how"];

/** What can be done about a field. Into the preset only where it is one's own, and stands. */
export function deedsOf({ state }: Pick<StandingField, "state">, preset: Standing["preset"]): Deed[] {
  if (preset.now === null || preset.archived) return state === "drifted" || state === "clash" ? ["override"] : [];
  const accept: Deed[] = preset.from === "own" ? ["accept"] : [];
  if (state === "overridden") return ["follow", ...accept];
  if (state === "behind") return ["revert", "override"];
  return state === "follows" ? [] : ["revert", "override", ...accept];
}

interface StandingFieldsProps {
  record: Followed;
  standing: Standing;
  fields: readonly StandingField[];
  mayChange: boolean;
  refetch: () => Promise<void>;
}

/** Field by field what is here and what is in the preset, who made them differ, and what to do about it. */
export function StandingFields({ record, standing, fields, mayChange, refetch }: StandingFieldsProps) {
  const { of: kind, id, version } = record;
  const settle = useAction((input: { field: string; how: Deed }, options) =>
    api().presets.settle.mutate({ kind, id, version, ...input }, options),
  );

  async function perform({ field, label }: StandingField, how: Deed) {
    const outcome = await settle.run({ field, how });
    if (!outcome) return;
    if (outcome.ok) {
      const [room, about] =
        how === "accept" ? (["presets", standing.preset.id] as const) : ([roomOf(kind), id] as const);
      toasts.show({
        kind: "good",
        sentence: say(texts.did[how], { field: label }),
        action:
          how === "accept"
            ? { label: texts.toPreset, onSelect: () => go(room, about) }
            : { label: texts.versions, onSelect: () => go(room, about, "versions") },
      });
    } else toasts.show({ kind: "bad", sentence: sentenceOf(outcome)! });
    await refetch();
  }

  return (
    <ul class="preset-fields">
      {fields.map((field) => (
        <li key={field.field}>
          <Said field={field} />
          {mayChange && (
            <div class="preset-field-deeds">
              {deedsOf(field, standing.preset).map((how) => (
                <Button
                  key={how}
                  size="small"
                  disabled={settle.busy.value}
                  aria-label={say(texts.deedOf, { deed: wordOf(how, field), field: field.label })}
                  onClick={() => void perform(field, how)}
                >
                  {wordOf(how, field)}
                </Button>
              ))}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

const wordOf = (how: Deed, { state }: StandingField): string =>
  how === "revert" && state !== "drifted" ? texts.take : texts.deeds[how];

function Said({ field }: { field: StandingField }) {
  const { label, state, record, preset } = field;
  return (
    <div class="preset-field">
      <p class="preset-field-head">
        <strong>{label}</strong>
        <FieldStateSign state={state} />
      </p>
      <dl class="preset-sides">
        <dt>{texts.here}</dt>
        <dd>{record || <span class="cb-quiet">{texts.empty}</span>}</dd>
        <dt>{texts.there}</dt>
        <dd>{preset || <span class="cb-quiet">{texts.empty}</span>}</dd>
      </dl>
      <Why field={field} />
    </div>
  );
}

function Why({ field: { state, by, at } }: { field: StandingField }) {
  const viewer = useViewer();
  const told = state === "overridden" || state === "drifted" || state === "clash";
  const words =
    told && by !== null && at !== null
      ? say(texts.by[state], { name: by, time: dayAndTime(at, viewer) })
      : texts.whys[state];
  return <p class="cb-quiet cb-small">{words}</p>;
}
