import { Tabs } from "@callboard/ui/Tabs";
import { listHref } from "../../../shared/list/listMemory.ts";
import { go } from "../../../shared/route.ts";
import { Page } from "../../../shared/page/Page.tsx";
import { mayDo, useViewer } from "../../../shared/viewer.ts";
import { buyNumbers as texts } from "../../../texts/en/buyNumbers.ts";
import { shell } from "../../../texts/en/shell/shell.ts";
import { FindNumber } from "./FindNumber.tsx";
import { Orders } from "./Orders.tsx";
import "../Numbers.css";

/** Buying a number, and earlier orders. Each view has its own address. */
export function Buy({ view }: { view: "find" | "orders" }) {
  const { account } = useViewer();
  const tabs = [
    ...(mayDo(account, "change routing") ? [{ id: "find" as const, label: texts.find }] : []),
    { id: "orders" as const, label: texts.orders },
  ];
  return (
    <Page title={texts.title} summary={texts.summary} back={{ href: listHref("numbers"), label: shell.pages.numbers }}>
      <Tabs
        label={texts.viewTabsLabel}
        tabs={tabs}
        selected={view}
        onSelect={(id) => go("numbers", id === "find" ? "buy" : "orders")}
      >
        {view === "find" ? <FindNumber /> : <Orders />}
      </Tabs>
    </Page>
  );
}
