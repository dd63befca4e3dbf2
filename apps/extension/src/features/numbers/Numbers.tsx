import { route } from "../../shared/route.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { Buy } from "./buy/Buy.tsx";
import { Import } from "./Import.tsx";
import { NumberList } from "./NumberList.tsx";
import { NumberPage } from "./NumberPage.tsx";
import { OrderPage } from "./buy/OrderPage.tsx";

/** The tracking numbers: the list, a number's page, and the ways to get new ones. */
export function Numbers() {
  const { account } = useViewer();
  // On a number's own page, the first part is its id and the second the tab.
  const [page, id] = route.value.rest;
  const mayChange = mayDo(account, "change routing");
  if (page === undefined || (!mayChange && (page === "buy" || page === "import"))) return <NumberList />;
  if (page === "import") return <Import />;
  if (page === "buy") return <Buy view="find" />;
  if (page === "orders") return id === undefined ? <Buy view="orders" /> : <OrderPage key={id} id={id} />;
  return <NumberPage key={page} id={page} tab={id} />;
}
