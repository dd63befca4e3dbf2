import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { format } from "../texts/format.ts";
import { signOut } from "../shared/signOut.ts";
import type { Me } from "../data/views.ts";
import "../shared/page/Page.css";

/** For somebody who is signed in but belongs to no account. */
export function NoAccount({ me }: { me: Me }) {
  return (
    <main class="page">
      <h1>{texts.noAccountTitle}</h1>
      <EmptyState
        icon="building"
        sentence={format(texts.noAccount, { email: me.person.email })}
        action={<Button onClick={() => void signOut()}>{texts.signOut}</Button>}
      />
    </main>
  );
}
