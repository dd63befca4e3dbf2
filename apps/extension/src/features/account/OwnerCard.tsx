import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { Select } from "@callboard/ui/Select";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { href } from "../../shared/route.ts";
import { PermissionButton } from "../../shared/page/PermissionButton.tsx";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { useViewer } from "../../shared/viewer.ts";
import { account as texts } from "../../texts/en/account.ts";
import { format } from "../../texts/format.ts";
import type { SettingsView } from "./settingsFormValues.ts";
import { TransferDialog } from "./TransferDialog.tsx";

interface OwnerCardProps {
  settings: SettingsView;
  refetch: () => Promise<void>;
}

/** Who owns the account; the owner can pass ownership on to another administrator. */
export function OwnerCard({ settings, refetch }: OwnerCardProps) {
  const { me } = useViewer();
  const isOwner = settings.owner === me.person.id;
  return (
    <Card title={texts.owner} subtitle={isOwner ? texts.ownerYou : format(texts.ownerIs, { name: settings.ownerName })}>
      {isOwner && <TransferForm refetch={refetch} />}
    </Card>
  );
}

function TransferForm({ refetch }: { refetch: () => Promise<void> }) {
  const { me } = useViewer();
  const people = useResource(["member"], () => api().access.people.query());
  const [newOwnerId, setNewOwnerId] = useState("");
  const [isDialogOpen, setDialogOpen] = useState(false);
  return (
    <Loaded resource={people} label={texts.loading} lines={1}>
      {({ members }) => {
        const candidates = members.filter(
          ({ id, role }) => id !== me.person.id && (role === "administrator" || role === "agency administrator"),
        );
        const newOwner = candidates.find(({ id }) => id === newOwnerId);
        if (candidates.length === 0)
          return (
            <p>
              {texts.ownerNobody} <a href={href("access")}>{texts.ownerPeople}</a>
            </p>
          );
        return (
          <div class="form">
            <Field label={texts.ownerTo}>
              <Select
                value={newOwnerId}
                placeholder={texts.ownerChoose}
                options={candidates.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={setNewOwnerId}
              />
            </Field>
            <div class="form-foot">
              <PermissionButton permission="take rights away" disabled={!newOwner} onClick={() => setDialogOpen(true)}>
                {texts.transfer}
              </PermissionButton>
            </div>
            {isDialogOpen && newOwner && (
              <TransferDialog to={newOwner} refetch={refetch} onClose={() => setDialogOpen(false)} />
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
