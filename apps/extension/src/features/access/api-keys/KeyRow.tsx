import { api } from "../../../data/api.ts";
import { PermissionButton } from "../../../shared/page/PermissionButton.tsx";
import { failureText } from "../../../shared/form/failures.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { access } from "../../../texts/en/access.ts";
import { format } from "../../../texts/format.ts";
import type { ApiKey } from "../types.ts";

const texts = access.keys;
const permissionsText = (permissions: ApiKey["permissions"]): string =>
  permissions.map((permission) => texts.permission[permission]).join(", ");

/** A key's permissions, and those that it lost because the person responsible for it lost them. */
export function KeyPermissions({ apiKey: { permissions, lost, revokedAt, by } }: { apiKey: ApiKey }) {
  const remaining = permissionsText(permissions.filter((permission) => !lost.includes(permission)));
  if (revokedAt !== null || lost.length === 0) return <PermissionsLine text={permissionsText(permissions)} />;
  const reason = by === null ? texts.lostNobody : format(texts.lostWhy, { name: by });
  return (
    <>
      {remaining !== "" && <PermissionsLine text={remaining} />}
      <span class="api-keys-lost-permissions" title={reason}>
        {format(texts.lost, { permissions: permissionsText(lost) })}
      </span>
    </>
  );
}

const PermissionsLine = ({ text }: { text: string }) => (
  <span class="api-keys-permissions" title={text}>
    {text}
  </span>
);

/** Makes the reader the person responsible for the key. */
export function TakeOverButton({ apiKey: { id, name }, refetch }: { apiKey: ApiKey; refetch: () => Promise<void> }) {
  const takeOver = useAction((_: null, options) => api().access.takeOverApiKey.mutate({ id }, options));

  async function submit() {
    const outcome = await takeOver.run(null);
    const failure = failureText(outcome);
    if (failure) toasts.show({ tone: "bad", sentence: failure });
    else toasts.show({ tone: "good", sentence: format(texts.tookOver, { name }) });
    await refetch();
  }

  return (
    <PermissionButton
      permission="manage the account"
      size="small"
      busy={takeOver.busy.value}
      aria-label={format(texts.takeOverOf, { name })}
      onClick={() => void submit()}
    >
      {texts.takeOver}
    </PermissionButton>
  );
}
