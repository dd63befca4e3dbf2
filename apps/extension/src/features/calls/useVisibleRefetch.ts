import { useEffect } from "preact/hooks";
import type { Resource } from "../../data/liveResource.ts";

/** Refetches every `ms` while the page is visible, and at once when it becomes visible again. */
export function useVisibleRefetch({ refetch }: Pick<Resource<unknown>, "refetch">, ms: number): void {
  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined;
    const isVisible = () => document.visibilityState === "visible";
    const restart = () => {
      clearInterval(timer);
      if (isVisible()) timer = setInterval(() => void refetch(), ms);
    };
    const onChange = () => {
      restart();
      if (isVisible()) void refetch();
    };
    restart();
    document.addEventListener("visibilitychange", onChange);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onChange);
    };
  }, [refetch, ms]);
}
