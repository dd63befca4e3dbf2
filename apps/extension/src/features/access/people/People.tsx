import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { useResource } from "../../../data/liveResource.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { PermissionButton } from "../../../shared/page/PermissionButton.tsx";
import { Page } from "../../../shared/page/Page.tsx";
import { access } from "../../../texts/en/access.ts";
import { format } from "../../../texts/format.ts";
import { Invitations } from "./Invitations.tsx";
import { InviteDialog } from "./InviteDialog.tsx";
import { MemberTable } from "./MemberTable.tsx";
import { RemoveMemberDialog } from "./RemoveMemberDialog.tsx";
import "./People.css";
import type { Member } from "../types.ts";

const texts = access.people;

/** The people of this account, their roles, and who has a softphone. */
export function People() {
  const people = useResource(["member", "invitation", "account"], () => api().access.people.query());
  const account = useResource(["terms", "account"], () => api().account.get.query());
  const [dialog, setDialog] = useState<"invite" | Member | null>(null);
  const answer = people.data.value;
  const close = () => setDialog(null);
  const refetch = people.refetch;
  const mayHaveSubAccounts = account.data.value?.mayHaveSubAccounts ?? false;
  return (
    <Page
      title={texts.title}
      summary={answer && summaryText(answer.members)}
      action={
        <PermissionButton
          permission="manage the account"
          variant="primary"
          icon="plus"
          onClick={() => setDialog("invite")}
        >
          {texts.invite}
        </PermissionButton>
      }
    >
      <Loaded resource={people} label={texts.loading}>
        {({ members, invitations }) => (
          <>
            <MemberTable
              members={members}
              mayHaveSubAccounts={mayHaveSubAccounts}
              refetch={refetch}
              onRemove={setDialog}
            />
            <Invitations invitations={invitations} refetch={refetch} />
          </>
        )}
      </Loaded>
      {dialog === "invite" && (
        <InviteDialog mayHaveSubAccounts={mayHaveSubAccounts} refetch={refetch} onClose={close} />
      )}
      {dialog !== null && dialog !== "invite" && (
        <RemoveMemberDialog member={dialog} refetch={refetch} onClose={close} />
      )}
    </Page>
  );
}

function summaryText(members: readonly Member[]): string {
  if (members.length === 1) return texts.summaryOne;
  const softphones = members.filter(({ softphone }) => softphone).length;
  return format(texts.summary, { people: members.length, softphones });
}
