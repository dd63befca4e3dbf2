import { Button } from "@callboard/ui/Button";
import { api, type Inputs } from "../../data/api.ts";
import { go } from "../route.ts";
import { failureText } from "../form/failures.ts";
import { dayAndTime } from "../timeText.ts";
import { toasts } from "../toasts.ts";
import { useAction } from "../form/useAction.ts";
import { useViewer } from "../viewer.ts";
import { presets } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import { FieldStateLabel } from "./FieldStateLabel.tsx";
import { type PresetRecord, pageOf, type FollowState, type FollowField } from "./presets.ts";

const texts = presets.card;
/**
 * `revert`: the record takes the preset's value; `follow`: the same for an overridden field, which is then no longer
 * overridden; `override`: the record keeps its own value; `accept`: the preset takes the record's value.
 */
export type FieldAction = Inputs["presets"]["resolveDifference"]["how"];

/** The actions on a field. Only the account's own, unarchived preset can take over a record's value. */
export function fieldActions({ state }: Pick<FollowField, "state">, preset: FollowState["preset"]): FieldAction[] {
  if (preset.now === null || preset.archived) return state === "drifted" || state === "clash" ? ["override"] : [];
  const accept: FieldAction[] = preset.from === "own" ? ["accept"] : [];
  if (state === "overridden") return ["follow", ...accept];
  if (state === "behind") return ["revert", "override"];
  return state === "follows" ? [] : ["revert", "override", ...accept];
}

interface FollowFieldsProps {
  record: PresetRecord;
  followState: FollowState;
  fields: readonly FollowField[];
  mayChange: boolean;
  refetch: () => Promise<void>;
}

/** Each field's value here and in the preset, who made them differ, and what can be done about it. */
export function FollowFields({ record, followState, fields, mayChange, refetch }: FollowFieldsProps) {
  const { kind, id, version } = record;
  const resolve = useAction((input: { field: string; how: FieldAction }, options) =>
    api().presets.resolveDifference.mutate({ kind, id, version, ...input }, options),
  );

  async function perform({ field, label }: FollowField, how: FieldAction) {
    const outcome = await resolve.run({ field, how });
    if (!outcome) return;
    if (outcome.ok) {
      const [page, recordId] =
        how === "accept" ? (["presets", followState.preset.id] as const) : ([pageOf(kind), id] as const);
      toasts.show({
        tone: "good",
        sentence: format(texts.did[how], { field: label }),
        action:
          how === "accept"
            ? { label: texts.toPreset, onSelect: () => go(page, recordId) }
            : { label: texts.versions, onSelect: () => go(page, recordId, "versions") },
      });
    } else toasts.show({ tone: "bad", sentence: failureText(outcome)! });
    await refetch();
  }

  return (
    <ul class="preset-fields">
      {fields.map((field) => (
        <li key={field.field}>
          <FieldValues field={field} />
          {mayChange && (
            <div class="preset-field-actions">
              {fieldActions(field, followState.preset).map((how) => (
                <Button
                  key={how}
                  size="small"
                  disabled={resolve.busy.value}
                  aria-label={format(texts.actionOf, { action: actionLabel(how, field), field: field.label })}
                  onClick={() => void perform(field, how)}
                >
                  {actionLabel(how, field)}
                </Button>
              ))}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

const actionLabel = (how: FieldAction, { state }: FollowField): string =>
  how === "revert" && state !== "drifted" ? texts.take : texts.actions[how];

function FieldValues({ field }: { field: FollowField }) {
  const { label, state, record, preset } = field;
  return (
    <div class="preset-field">
      <p class="preset-field-head">
        <strong>{label}</strong>
        <FieldStateLabel state={state} />
      </p>
      <dl class="preset-sides">
        <dt>{texts.here}</dt>
        <dd>{record || <span class="cb-muted">{texts.empty}</span>}</dd>
        <dt>{texts.there}</dt>
        <dd>{preset || <span class="cb-muted">{texts.empty}</span>}</dd>
      </dl>
      <FieldReason field={field} />
    </div>
  );
}

/** Who made the values differ and when, or what the state means. */
function FieldReason({ field: { state, by, at } }: { field: FollowField }) {
  const viewer = useViewer();
  const hasAuthor = state === "overridden" || state === "drifted" || state === "clash";
  const text =
    hasAuthor && by !== null && at !== null
      ? format(texts.by[state], { name: by, time: dayAndTime(at, viewer) })
      : texts.reasons[state];
  return <p class="cb-muted cb-small">{text}</p>;
}
