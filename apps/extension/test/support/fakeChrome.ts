import { vi } from "vitest";

type Listener = (...answer: never[]) => unknown;

/** A browser event: the test calls its listeners. */
function fakeEvent<L extends Listener>() {
  const listeners = new Set<L>();
  return {
    addListener: (listener: L) => void listeners.add(listener),
    tell: (...answer: Parameters<L>) => {
      for (const listener of listeners) listener(...answer);
    },
  };
}

interface Alarm {
  scheduledTime: number;
  periodInMinutes?: number;
}

/** The browser around the worker, in memory: its storage, the calls made to it, and its events. */
export function fakeChrome() {
  const kept = new Map<string, unknown>();
  const alarms = new Map<string, Alarm>();
  const notifications = new Map<string, { title: string; message: string; buttons?: { title: string }[] }>();
  const onChanged = fakeEvent<(changes: Record<string, unknown>) => void>();
  const changed = (names: string[]) =>
    names.length > 0 && onChanged.tell(Object.fromEntries(names.map((name) => [name, {}])));
  const worn = { title: "", badge: "" };
  const chrome = {
    runtime: {
      id: "callboard",
      onInstalled: fakeEvent<() => void>(),
      onStartup: fakeEvent<() => void>(),
      onMessage: fakeEvent<(message: unknown) => void>(),
      getURL: (path: string) => `chrome-extension://callboard${path}`,
    },
    storage: {
      local: {
        onChanged,
        get: async (name?: string) =>
          Object.fromEntries(
            [...kept].filter(([key]) => name === undefined || key === name).map((entry) => structuredClone(entry)),
          ),
        set: async (all: Record<string, unknown>) => {
          for (const [name, value] of Object.entries(structuredClone(all))) kept.set(name, value);
          changed(Object.keys(all));
        },
        remove: async (name: string) => void (kept.delete(name) && changed([name])),
      },
    },
    alarms: {
      onAlarm: fakeEvent<(alarm: { name: string }) => void>(),
      get: async (name: string) => alarms.get(name),
      create: vi.fn(async (name: string, { when, periodInMinutes }: { when?: number; periodInMinutes?: number }) => {
        alarms.set(name, { scheduledTime: when ?? Date.now(), ...(periodInMinutes ? { periodInMinutes } : {}) });
      }),
      clear: async (name: string) => alarms.delete(name),
    },
    notifications: {
      onButtonClicked: fakeEvent<(id: string, button: number) => void>(),
      /** False imitates Firefox, which rejects notifications with buttons. */
      knowsButtons: true,
      onClicked: fakeEvent<(id: string) => void>(),
      create: async (id: string, options: { title: string; message: string; buttons?: { title: string }[] }) => {
        if (options.buttons && !chrome.notifications.knowsButtons)
          throw new Error('Property "buttons" is unsupported by Firefox');
        notifications.set(id, options);
      },
      clear: async (id: string) => notifications.delete(id),
    },
    idle: {
      state: "active",
      onStateChanged: fakeEvent<(state: string) => void>(),
      setDetectionInterval: vi.fn(),
      queryState: async () => chrome.idle.state,
    },
    action: {
      setBadgeText: async ({ text }: { text: string }) => void (worn.badge = text),
      setBadgeBackgroundColor: async () => {},
      setBadgeTextColor: async () => {},
      setTitle: async ({ title }: { title: string }) => void (worn.title = title),
      setIcon: async () => {},
    },
    contextMenus: { onClicked: fakeEvent<() => void>(), removeAll: async () => {}, create: () => {} },
    commands: { onCommand: fakeEvent<(name: string) => void>() },
  };
  return { chrome, kept, alarms, notifications, worn };
}

/** The browser's locks by name, granted in the order of the requests. */
export function fakeLocks() {
  let last: Promise<unknown> = Promise.resolve();
  return { request: (_name: string, does: () => unknown) => (last = last.then(does)) };
}
