import { place } from "../../route.ts";
import { mayIn, useViewer } from "../../shell/viewer.ts";
import { Import } from "./Import.tsx";
import { NumberList } from "./NumberList.tsx";
import { NumberPage } from "./NumberPage.tsx";

/** The tracking numbers: the list, the page of one, and the ways in which new ones come. */
export function Numbers() {
  const { account } = useViewer();
  const [page] = place.value.rest;
  const changes = mayIn(account, "change routing");
  if (page === undefined || (!changes && (page === "buy" || page === "import"))) return <NumberList />;
  if (page === "import") return <Import />;
  return <NumberPage key={page} id={page} />;
}
