import { type ReadonlySignal, signal } from "@preact/signals";

export interface ToastInput {
  sentence: string;
  action?: { label: string; onSelect: () => void } | undefined;
  kind?: "info" | "good" | "bad" | undefined;
}

export interface Toast extends ToastInput {
  id: number;
}

export interface Toasts {
  list: ReadonlySignal<readonly Toast[]>;
  /** Returns the id to dismiss it by. */
  show: (toast: ToastInput) => number;
  dismiss: (id: number) => void;
  /** Keeps all toasts while somebody is reading or about to act. */
  hold: () => void;
  /** Every toast gets its full time again. */
  release: () => void;
}

/** Runs `run` after `ms`; returns a function that cancels it. */
type Schedule = (ms: number, run: () => void) => () => void;

export interface ToastsOptions {
  wait?: Schedule | undefined;
  lifeMs?: number | undefined;
  /** More at once would be a log; the oldest one goes. */
  most?: number | undefined;
}

const scheduleTimeout: Schedule = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Short messages about what a person just did. A signal holds them, so that any part of a page can show one. */
export function createToasts({ wait = scheduleTimeout, lifeMs = 6000, most = 3 }: ToastsOptions = {}): Toasts {
  const list = signal<readonly Toast[]>([]);
  const leaving = new Map<number, () => void>();
  let lastId = 0;
  let held = false;

  function stay(id: number) {
    leaving.get(id)?.();
    leaving.delete(id);
  }

  function dismiss(id: number) {
    stay(id);
    list.value = list.value.filter((toast) => toast.id !== id);
    // With the last toast gone, nothing is being read.
    if (list.value.length === 0) held = false;
  }

  const leaveLater = (id: number) =>
    leaving.set(
      id,
      wait(lifeMs, () => dismiss(id)),
    );

  return {
    list,
    show(toast) {
      const id = ++lastId;
      const [oldest] = list.value;
      if (oldest && list.value.length >= most) dismiss(oldest.id);
      list.value = [...list.value, { ...toast, id }];
      if (!held) leaveLater(id);
      return id;
    },
    dismiss,
    hold() {
      held = true;
      for (const { id } of list.value) stay(id);
    },
    release() {
      if (!held) return;
      held = false;
      for (const { id } of list.value) leaveLater(id);
    },
  };
}
