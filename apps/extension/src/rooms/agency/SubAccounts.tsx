import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { type Column, Table } from "@callboard/ui/Table";
import { useState } from "preact/hooks";
import { type Answers, api } from "../../api.ts";
import { useResource } from "../../resource.ts";
import { enterAccount } from "../../shell/enterAccount.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { Page } from "../../shell/Page.tsx";
import { useViewer } from "../../shell/viewer.ts";
import { agency as texts } from "../../texts/en/agency.ts";
import { say } from "../../texts/say.ts";
import { OpenDialog } from "./OpenDialog.tsx";

type SubAccount = Answers["agency"]["accounts"][number];

const columns = (enter: (id: string) => void): Column<SubAccount>[] => [
  { key: "name", head: texts.name, width: "40%", cell: ({ name }) => <strong>{name}</strong> },
  { key: "balance", head: texts.balanceFrom, cell: ({ balanceFrom }) => texts.balance[balanceFrom] },
  { key: "zone", head: texts.zone, cell: ({ zone }) => <span class="cb-quiet">{zone.replaceAll("_", " ")}</span> },
  { key: "people", head: texts.people, align: "end", cell: ({ people }) => people },
  {
    key: "enter",
    head: <span class="cb-unseen">{texts.enter}</span>,
    align: "end",
    cell: ({ id, name }) => (
      <Button size="small" aria-label={say(texts.enterOf, { name })} onClick={() => enter(id)}>
        {texts.enter}
      </Button>
    ),
  },
];

/** The agency's clients, each an account of its own. */
export function SubAccounts() {
  const { me, account, refetch } = useViewer();
  const accounts = useResource(["account", "member"], () => api().agency.accounts.query());
  const [opening, setOpening] = useState(false);
  const all = accounts.data.value;
  const enter = (id: string) => {
    const one = me.accounts.find((own) => own.id === id);
    if (one) void enterAccount(one);
  };
  const open = (
    <Button variant="primary" icon="plus" onClick={() => setOpening(true)}>
      {texts.open}
    </Button>
  );
  return (
    <Page title={texts.title} state={all && sentence(all, account.name)} action={open}>
      <Loaded of={accounts} label={texts.loading}>
        {(rows) => (
          <Card flush>
            <Table
              caption={texts.caption}
              columns={columns(enter)}
              rows={rows.toSorted((a, b) => a.name.localeCompare(b.name))}
              rowKey={({ id }) => id}
              empty={<EmptyState icon="building" sentence={texts.empty} />}
            />
          </Card>
        )}
      </Loaded>
      {opening && (
        <OpenDialog
          onClose={() => setOpening(false)}
          onOpened={() => Promise.all([accounts.refetch(), refetch()]).then(() => {})}
        />
      )}
    </Page>
  );
}

function sentence(all: readonly SubAccount[], agency: string): string {
  if (all.length === 0) return say(texts.stateNone, { agency });
  const paid = all.filter(({ balanceFrom }) => balanceFrom === "agency").length;
  return say(texts.state, { accounts: all.length, paid, agency });
}
