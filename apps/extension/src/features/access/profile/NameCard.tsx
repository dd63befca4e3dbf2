import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { api } from "../../../data/api.ts";
import { failureText } from "../../../shared/form/failures.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { useDraft } from "../../../shared/form/useDraft.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";

const texts = access.profile;

/** The person's name, as people in every account see it. */
export function NameCard() {
  const { me, refetch } = useViewer();
  // A person has no versions, so the draft's version is always 0.
  const draft = useDraft({ name: me.person.name }, 0);
  const rename = useAction((name: string, options) => api().access.rename.mutate({ name }, options));

  async function submit(event: Event) {
    event.preventDefault();
    const outcome = await rename.run(draft.value.name);
    if (!outcome?.ok) return;
    await refetch();
    draft.reset();
    toasts.show({ tone: "good", sentence: texts.nameSaved });
  }

  return (
    <Card title={texts.name} subtitle={texts.nameSubtitle}>
      <form class="form" noValidate onInput={rename.clear} onSubmit={(event) => void submit(event)}>
        <Field label={texts.name} error={failureText(rename.outcome.value)}>
          <TextInput
            autoComplete="name"
            value={draft.value.name}
            maxLength={80}
            onChange={(name) => draft.edit({ name })}
          />
        </Field>
        <Button type="submit" busy={rename.busy.value} disabled={!draft.isTouched}>
          {texts.saveName}
        </Button>
      </form>
    </Card>
  );
}
