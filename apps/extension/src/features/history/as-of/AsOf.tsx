import { route } from "../../../shared/route.ts";
import { AsOfPage } from "./AsOfPage.tsx";
import { PickInstantPage } from "./PickInstantPage.tsx";
import "./AsOf.css";

/** The account at the instant that the address names, in milliseconds; without one, a page to choose it. */
export function AsOf() {
  const [text = ""] = route.value.rest;
  return /^\d{1,15}$/.test(text) ? <AsOfPage key={text} at={Number(text)} /> : <PickInstantPage />;
}
