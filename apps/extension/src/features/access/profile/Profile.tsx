import { Page } from "../../../shared/page/Page.tsx";
import { useViewer } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";
import { format } from "../../../texts/format.ts";
import { NameCard } from "./NameCard.tsx";
import { PasswordCard } from "./PasswordCard.tsx";
import { SessionsCard } from "./SessionsCard.tsx";
import { TwoStepCard } from "./TwoStepCard.tsx";
import "../api-keys/ApiKeys.css";
import "./Profile.css";

/** A person's name and everything that protects their sign-in; the same in every account. */
export function Profile() {
  const { email } = useViewer().me.person;
  return (
    <Page title={access.profile.title} summary={format(access.profile.summary, { email })}>
      <div class="profile">
        <div class="form">
          <NameCard />
          <TwoStepCard />
        </div>
        <PasswordCard />
        <SessionsCard />
      </div>
    </Page>
  );
}
