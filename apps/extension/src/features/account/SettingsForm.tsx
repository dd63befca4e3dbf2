import type { Status } from "@callboard/domain/agents/rules";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { PermissionButton } from "../../shared/page/PermissionButton.tsx";
import { fieldError, formError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { useDraft } from "../../shared/form/useDraft.ts";
import { useViewer } from "../../shared/viewer.ts";
import { ZoneSelect } from "../../shared/form/ZoneSelect.tsx";
import { account as texts } from "../../texts/en/account.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { BillToCard } from "./BillToCard.tsx";
import { IdleCard } from "./IdleCard.tsx";
import { NumberSettingCard } from "./NumberSettingCard.tsx";
import {
  type SettingsFormValues,
  settingsFormValuesOf,
  parseGuardMinutes,
  parseIdleRule,
  parsePhoneLease,
  type SettingsView,
} from "./settingsFormValues.ts";

interface SettingsFormProps {
  settings: SettingsView;
  statuses: readonly Status[];
  refetch: () => Promise<void>;
}

const FIELDS = [
  "name",
  "zone",
  "billTo.company",
  "billTo.name",
  "billTo.address",
  "idleRule.minutes",
  "idleRule.status",
  "guardMinutes",
  "phoneLeaseSeconds",
];

/** One form, saved against the version it was opened with, so that no newer change is overwritten unnoticed. */
export function SettingsForm({ settings, statuses, refetch }: SettingsFormProps) {
  const viewer = useViewer();
  const draft = useDraft<SettingsFormValues>(settingsFormValuesOf(settings), settings.version);
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const save = useAction((input: Inputs["account"]["save"], options) => api().account.save.mutate(input, options));
  const form = draft.value;
  const idleRule = parseIdleRule(form);
  const guardMinutes = parseGuardMinutes(form);
  const phoneLeaseSeconds = parsePhoneLease(form);

  async function submit(event: Event) {
    event.preventDefault();
    setWasSubmitted(true);
    if (idleRule === "invalid" || guardMinutes === "invalid" || phoneLeaseSeconds === "invalid") return;
    const { name, zone, billTo } = form;
    const { version } = draft;
    const outcome = await save.run({ version, name, zone, billTo, idleRule, guardMinutes, phoneLeaseSeconds });
    if (!outcome?.ok) return;
    await Promise.all([refetch(), viewer.refetch()]);
    resetForm();
    toasts.show({ tone: "good", sentence: texts.saved });
  }

  function resetForm() {
    draft.reset();
    setWasSubmitted(false);
    save.outcome.value = null;
  }

  const outcome = save.outcome.value;
  const isStale = outcome?.ok === false && outcome.failure?.field === "version";
  const error = isStale ? undefined : formError(outcome, FIELDS);
  const loadNewest = async () => {
    await refetch();
    resetForm();
  };
  return (
    <form class="form" noValidate onInput={save.clear} onSubmit={(event) => void submit(event)}>
      <Card title={texts.general}>
        <div class="form">
          <Field label={texts.name} error={fieldError(outcome, "name")}>
            <TextInput value={form.name} maxLength={80} onChange={(name) => draft.edit({ name })} />
          </Field>
          <Field label={texts.zone} hint={texts.zoneHint} error={fieldError(outcome, "zone")}>
            <ZoneSelect value={form.zone} onChange={(zone) => draft.edit({ zone })} />
          </Field>
        </div>
      </Card>
      <BillToCard value={form.billTo} outcome={outcome} onChange={(billTo) => draft.edit({ billTo })} />
      <IdleCard
        form={form}
        statuses={statuses}
        outcome={outcome}
        isInvalid={wasSubmitted && idleRule === "invalid"}
        onChange={draft.edit}
      />
      <NumberSettingCard
        title={texts.guardTitle}
        subtitle={texts.guardSubtitle}
        label={texts.guard}
        hint={texts.guardHint}
        unit={texts.minutes}
        value={form.guardMinutes}
        error={wasSubmitted && guardMinutes === "invalid" ? texts.guardInvalid : fieldError(outcome, "guardMinutes")}
        onChange={(guardMinutes) => draft.edit({ guardMinutes })}
      />
      <NumberSettingCard
        title={texts.phones}
        subtitle={texts.phonesSubtitle}
        label={texts.phoneLease}
        hint={texts.phoneLeaseHint}
        unit={texts.seconds}
        value={form.phoneLease}
        error={
          wasSubmitted && phoneLeaseSeconds === "invalid"
            ? texts.phoneLeaseInvalid
            : fieldError(outcome, "phoneLeaseSeconds")
        }
        onChange={(phoneLease) => draft.edit({ phoneLease })}
      />
      {(isStale || draft.isOutdated) && (
        <Notice
          tone="warn"
          sentence={shell.conflict}
          detail={shell.conflictDetail}
          action={<Button onClick={() => void loadNewest()}>{shell.loadNewest}</Button>}
        />
      )}
      {error && <Notice tone="bad" sentence={error} />}
      <div class="form-foot">
        <PermissionButton
          permission="manage the account"
          variant="primary"
          type="submit"
          busy={save.busy.value}
          disabled={!draft.isTouched}
        >
          {texts.save}
        </PermissionButton>
        {draft.isTouched && (
          <Button variant="quiet" onClick={resetForm}>
            {shell.discard}
          </Button>
        )}
      </div>
    </form>
  );
}
