import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Segmented } from "@callboard/ui/Segmented";
import { useState } from "preact/hooks";
import { sendOnce } from "../../data/sendOnce.ts";
import { api, failureOf } from "../../data/api.ts";
import type { ListPage } from "../../shared/list/createList.ts";
import { ListTable } from "../../shared/list/ListTable.tsx";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { useList } from "../../shared/list/useList.ts";
import { setQuery, go, route, type PageName } from "../../shared/route.ts";
import { countText } from "../../shared/countText.ts";
import { PermissionButton } from "../../shared/page/PermissionButton.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { toasts } from "../../shared/toasts.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { agency as texts } from "../../texts/en/agency.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { OpenSubAccountDialog } from "./OpenSubAccountDialog.tsx";
import { type SubAccount, subAccountColumns } from "./subAccountColumns.tsx";
import "./SubAccounts.css";

const STATES = ["all", "working", "canceled"] as const;
type State = (typeof STATES)[number];
/** The most rows that the procedure returns at once. */
const PAGE_SIZE_MAX = 100;

async function load(state: State, search: string, after: string | null, limit: number): Promise<ListPage<SubAccount>> {
  const { accounts, currency, ...page } = await api().agency.accounts.query({
    state,
    search,
    after,
    limit: Math.min(PAGE_SIZE_MAX, limit),
  });
  return { ...page, rows: accounts.map((account) => ({ ...account, currency })) };
}

/** The agency's clients, each with its own account. */
export function SubAccounts() {
  const { me, account, refetch, language, enterAccount } = useViewer();
  const { query } = route.value;
  const search = query["search"] ?? "";
  const state = STATES.find((value) => value === query["state"]) ?? "all";
  const list = useList<SubAccount>({
    page: "agency",
    kinds: ["account", "member", "lifecycle", "number", "balance"],
    key: JSON.stringify([state, search]),
    load: (after, limit) => load(state, search, after, limit),
  });
  const [isDialogOpen, setDialogOpen] = useState(false);
  const enter = async (id: string, page?: PageName) => {
    const subAccount = me.accounts.find((ownAccount) => ownAccount.id === id);
    if (!subAccount) return;
    await enterAccount(subAccount);
    if (page !== undefined) go(page);
  };
  async function proposePayer(id: string, to: "own" | "agency") {
    try {
      go(
        "proposals",
        (await sendOnce((options) => api().agency.proposeBalanceMove.mutate({ account: id, to }, options))).proposal,
      );
    } catch (error) {
      toasts.show({ tone: "bad", sentence: failureOf(error)?.sentence ?? shell.unreachable });
    }
  }
  const openButton = (
    <PermissionButton permission="run the agency" variant="primary" icon="plus" onClick={() => setDialogOpen(true)}>
      {texts.open}
    </PermissionButton>
  );
  const total = list.visible?.total ?? 0;
  const unfiltered = state === "all" && search === "";
  return (
    <Page
      title={texts.title}
      summary={list.visible && unfiltered && summaryText(total, account.name, language)}
      action={!(unfiltered && total === 0) && openButton}
    >
      {!(unfiltered && list.visible?.total === 0) && (
        <div class="agency-tools">
          <Segmented
            label={texts.filter}
            value={state}
            options={STATES.map((value) => ({ value, label: texts.states[value] }))}
            onChange={(next) => setQuery({ state: next === "all" ? "" : next })}
          />
          <SearchBox label={texts.search} value={search} onChange={(next) => setQuery({ search: next })} />
        </div>
      )}
      <ListTable
        list={list}
        loading={texts.loading}
        caption={texts.caption}
        columns={subAccountColumns(language, {
          enter: (id, page) => void enter(id, page),
          changePayer: mayDo(account, "run the agency") ? (id, to) => void proposePayer(id, to) : null,
        })}
        rowName={({ name }) => name}
        query={query}
        empty={
          <Card>
            <EmptyState icon="building" sentence={texts.empty} action={openButton} />
          </Card>
        }
      />
      {isDialogOpen && (
        <OpenSubAccountDialog
          onClose={() => setDialogOpen(false)}
          onOpened={() => Promise.all([list.refetch(), refetch()]).then(() => {})}
        />
      )}
    </Page>
  );
}

function summaryText(total: number, agency: string, locale: string): string {
  if (total === 0) return format(texts.summaryNone, { agency });
  return total === 1
    ? format(texts.summaryOne, { agency })
    : format(texts.summary, { count: countText(total, locale), agency });
}
