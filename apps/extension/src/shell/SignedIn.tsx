import { useEffect } from "preact/hooks";
import { api } from "../data/api.ts";
import { setZone, locale } from "../data/locale.ts";
import { useResource } from "../data/resource.ts";
import { routeAccount, replaceRouteAccount } from "../shared/route.ts";
import { session } from "../data/session.ts";
import { applyPersonTheme } from "../data/theme.ts";
import { notifyAtStateChange } from "../data/stateChangeTimer.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { enterAccount } from "./enterAccount.ts";
import { storeLastAccount } from "./tabAccount.ts";
import { ConsoleLayout } from "./ConsoleLayout.tsx";
import { Loaded } from "../shared/page/Loaded.tsx";
import { NoAccount } from "./NoAccount.tsx";
import { AccountNotFound } from "./AccountNotFound.tsx";
import { OperatorHome } from "./OperatorHome.tsx";
import { ViewerContext } from "../shared/viewer.ts";

/** Everything behind the sign-in: finds out who is signed in and which accounts they have, then renders the layout. */
export function SignedIn() {
  const account = session.value?.account ?? null;
  const me = useResource(["member", "account", "lifecycle"], () => api().access.me.query());
  const preferences = useResource(["preferences"], async () => {
    const mine = await api().preferences.get.query();
    setZone(mine.zone);
    return mine;
  });
  const mine = me.data.value?.accounts;
  const chosen = mine?.find(({ id }) => id === account);
  const first = mine?.[0]?.id;
  const named = routeAccount.value;
  const person = me.data.value?.person.id;
  const theme = preferences.data.value?.theme;
  const turnsAt = chosen?.turnsAt ?? null;
  const answeredAt = me.answeredAt.value;
  useEffect(() => (chosen && notifyAtStateChange(chosen.id, turnsAt)) ?? undefined, [chosen?.id, turnsAt, answeredAt]);
  useEffect(() => {
    // The last visit's account may be gone, so it is replaced; one that the address names never is.
    if (named === null && first !== undefined) replaceRouteAccount(chosen?.id ?? first);
  }, [named, chosen?.id, first]);
  useEffect(() => {
    if (person !== undefined && chosen) void storeLastAccount(person, chosen.id);
  }, [person, chosen?.id]);
  useEffect(() => {
    if (theme) applyPersonTheme(theme);
  }, [theme]);
  if (named !== null && named === account && mine?.[0] && !chosen) return <AccountNotFound me={me.data.value!} />;
  if (me.data.value === null || (mine!.length > 0 && !chosen))
    return (
      <main class="page">
        <Loaded of={me} label={texts.loading} lines={3}>
          {() => null}
        </Loaded>
      </main>
    );
  if (!chosen)
    return me.data.value.person.operator ? <OperatorHome me={me.data.value} /> : <NoAccount me={me.data.value} />;
  const viewer = {
    me: me.data.value,
    account: chosen,
    ...locale.value,
    refetch: me.refetch,
    enterAccount,
  };
  return (
    <ViewerContext.Provider value={viewer}>
      {/* Keyed by zone: everything that the server formatted in another zone is refetched. */}
      <ConsoleLayout key={viewer.zone} />
    </ViewerContext.Provider>
  );
}
