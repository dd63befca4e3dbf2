import { type ReadonlySignal, signal } from "@preact/signals";

/** A short message with at most one button. */
export interface ToastInput {
  sentence: string;
  action?: { label: string; onSelect: () => void } | undefined;
  tone?: "info" | "good" | "bad" | undefined;
}

export interface Toast extends ToastInput {
  id: number;
}

export interface Toasts {
  list: ReadonlySignal<readonly Toast[]>;
  /** Returns the id to dismiss it by. */
  show: (toast: ToastInput) => number;
  dismiss: (id: number) => void;
  /** Keeps all toasts on the screen while somebody is reading them or about to press their button. */
  pause: () => void;
  /** Every toast gets its full time again. */
  resume: () => void;
}

/** Runs `run` after `ms`; returns a function that cancels it. */
type Schedule = (ms: number, run: () => void) => () => void;

export interface ToastsOptions {
  schedule?: Schedule | undefined;
  durationMs?: number | undefined;
  /** The most toasts at once: a new one then replaces the oldest. */
  maxVisible?: number | undefined;
}

const scheduleTimeout: Schedule = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Short messages about what a person just did. A signal holds them, so that any part of a page can show one. */
export function createToasts({
  schedule = scheduleTimeout,
  durationMs = 6000,
  maxVisible = 3,
}: ToastsOptions = {}): Toasts {
  const list = signal<readonly Toast[]>([]);
  const cancelTimers = new Map<number, () => void>();
  let lastId = 0;
  let isPaused = false;

  function stopTimer(id: number) {
    cancelTimers.get(id)?.();
    cancelTimers.delete(id);
  }

  function dismiss(id: number) {
    stopTimer(id);
    list.value = list.value.filter((toast) => toast.id !== id);
    // Without toasts there is nothing to keep, so the next one isn't paused.
    if (list.value.length === 0) isPaused = false;
  }

  const startTimer = (id: number) =>
    cancelTimers.set(
      id,
      schedule(durationMs, () => dismiss(id)),
    );

  return {
    list,
    show(toast) {
      const id = ++lastId;
      const [oldest] = list.value;
      if (oldest && list.value.length >= maxVisible) dismiss(oldest.id);
      list.value = [...list.value, { ...toast, id }];
      if (!isPaused) startTimer(id);
      return id;
    },
    dismiss,
    pause() {
      isPaused = true;
      for (const { id } of list.value) stopTimer(id);
    },
    resume() {
      if (!isPaused) return;
      isPaused = false;
      for (const { id } of list.value) startTimer(id);
    },
  };
}
