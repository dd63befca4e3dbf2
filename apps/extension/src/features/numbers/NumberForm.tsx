import { TRACKING_NAME_MAX } from "@callboard/domain/numbers/types";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { api, type Inputs } from "../../data/api.ts";
import { href } from "../../shared/route.ts";
import { RecordForm } from "../../shared/form/RecordForm.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { usePersistentDraft } from "../../shared/form/usePersistentDraft.ts";
import { numbers } from "../../texts/en/numbers.ts";
import { format } from "../../texts/format.ts";
import {
  type TargetChoice,
  NO_ROUTE,
  NO_SOURCE,
  RouteField,
  routeOf,
  SourceField,
  sourceOf,
} from "./RoutingTargetFields.tsx";
import type { NumberView } from "./types.ts";
import { useRoutingTargets } from "./useRoutingTargets.ts";

const texts = numbers.edit;
const FIELDS = ["name", "source", "route"];

interface NumberFormValues {
  name: string;
  source: TargetChoice;
  route: TargetChoice;
}

const numberFormValuesOf = ({ name, source, sourceName, route, routeName }: NumberView): NumberFormValues => ({
  name,
  source: source === null ? NO_SOURCE : { value: source, name: sourceName ?? "" },
  route: route === null ? NO_ROUTE : { value: `${route.to}:${route.id}`, name: routeName ?? "" },
});

interface NumberFormProps {
  number: NumberView;
  /** False for readers who may only look. A number that nobody can change has no form. */
  mayChange: boolean;
  refetch: () => Promise<void>;
}

export function NumberForm({ number, mayChange, refetch }: NumberFormProps) {
  const draft = usePersistentDraft<NumberFormValues>({
    address: href("numbers", number.id),
    newest: numberFormValuesOf(number),
    version: number.version,
    title: number.name,
  });
  const leads = useRoutingTargets();
  const save = useAction((input: Inputs["numbers"]["save"], options) => api().numbers.save.mutate(input, options));
  const { name, source, route } = draft.value;
  const outcome = save.outcome.value;

  async function submit() {
    const form = { id: number.id, version: draft.version, name, source: sourceOf(source), route: routeOf(route) };
    const done = await save.run(form);
    if (!done?.ok) return;
    await refetch();
    draft.reset();
    toasts.show({ kind: "good", sentence: format(texts.saved, { name: name.trim() }) });
  }

  const edit = (change: Partial<NumberFormValues>) => {
    save.clear();
    draft.edit(change);
  };
  const error = (field: string) => fieldError(outcome, field);
  return (
    <RecordForm
      draft={draft}
      action={save}
      fields={FIELDS}
      submit={texts.save}
      readOnly={!mayChange}
      onSubmit={submit}
      refetch={refetch}
    >
      <Card title={texts.title}>
        <div class="form">
          <Field label={texts.name} error={error("name")}>
            <TextInput value={name} maxLength={TRACKING_NAME_MAX} onChange={(next) => edit({ name: next })} />
          </Field>
          <div class="form-pair">
            <SourceField leads={leads} value={source} error={error("source")} onChange={(to) => edit({ source: to })} />
            <RouteField leads={leads} value={route} error={error("route")} onChange={(to) => edit({ route: to })} />
          </div>
        </div>
      </Card>
    </RecordForm>
  );
}
