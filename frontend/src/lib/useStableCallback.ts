import { useCallback, useLayoutEffect, useRef } from "react";

/** The same function for as long as the component lives; it calls the newest one it was given. For event handlers. */
export function useStableCallback<Args extends unknown[], Result>(callback: (...args: Args) => Result) {
  const newest = useRef(callback);
  useLayoutEffect(() => {
    newest.current = callback;
  });
  return useCallback((...args: Args) => newest.current(...args), []);
}
