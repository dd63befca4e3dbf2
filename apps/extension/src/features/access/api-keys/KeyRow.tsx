import { api } from "../../../data/api.ts";
import { PermissionButton } from "../../../shared/page/PermissionButton.tsx";
import { failureText } from "../../../shared/form/failures.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { access } from "../../../texts/en/access.ts";
import { format } from "../../../texts/format.ts";
import type { ApiKey } from "../types.ts";

const texts = access.keys;
const permissionsText = (deeds: ApiKey["deeds"]): string =>
  deeds.map((permission) => texts.deed[permission]).join(", ");

/** A key's permissions, and those that it lost because the person responsible for it lost them. */
export function KeyPermissions({ of: { deeds, lost, revokedAt, by } }: { of: ApiKey }) {
  const still = permissionsText(deeds.filter((permission) => !lost.includes(permission)));
  if (revokedAt !== null || lost.length === 0) return <PermissionsLine words={permissionsText(deeds)} />;
  const why = by === null ? texts.lostNobody : format(texts.lostWhy, { name: by });
  return (
    <>
      {still !== "" && <PermissionsLine words={still} />}
      <span class="keys-lost" title={why}>
        {format(texts.lost, { deeds: permissionsText(lost) })}
      </span>
    </>
  );
}

const PermissionsLine = ({ words }: { words: string }) => (
  <span class="keys-deeds" title={words}>
    {words}
  </span>
);

/** Makes the reader the person responsible for the key. */
export function TakeOverButton({ of: { id, name }, refetch }: { of: ApiKey; refetch: () => Promise<void> }) {
  const take = useAction((_: null, options) => api().access.takeOverApiKey.mutate({ id }, options));

  async function submit() {
    const outcome = await take.run(null);
    const refused = failureText(outcome);
    if (refused) toasts.show({ kind: "bad", sentence: refused });
    else toasts.show({ kind: "good", sentence: format(texts.tookOver, { name }) });
    await refetch();
  }

  return (
    <PermissionButton
      deed="manage the account"
      size="small"
      busy={take.busy.value}
      aria-label={format(texts.takeOverOf, { name })}
      onClick={() => void submit()}
    >
      {texts.takeOver}
    </PermissionButton>
  );
}
