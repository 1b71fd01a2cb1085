/** Returns to where the reader was: the list comes back from the cache after the browser has restored the scroll. */
import { useEffect, useLayoutEffect } from "react";
import { useLocation, useNavigationType } from "react-router";

const places = new Map<string, number>();

/** `isLoaded`: the list has its height. */
export function useKeptScroll(isLoaded: boolean): void {
  const { key } = useLocation();
  const isReturn = useNavigationType() === "POP";
  useLayoutEffect(() => {
    const place = places.get(key);
    if (isLoaded && isReturn && place !== undefined) window.scrollTo(0, place);
    // Once for each visit: later changes of the list do not move the reader.
  }, [isLoaded]);
  useEffect(() => {
    const keep = () => places.set(key, window.scrollY);
    window.addEventListener("scroll", keep, { passive: true });
    return () => window.removeEventListener("scroll", keep);
  }, [key]);
}
