import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** In pixels: closer than this to the end counts as being there. */
const NEAR = 60;
/** In pixels, between the window's edge and the turn that is being read. */
const MARGIN = 16;

/**
 * - `turn`: what comes is brought into view until the last turn's beginning is at the top. Its answer stays
 *   there then, to be read from its beginning while the rest is being written.
 * - `end`: every piece is brought into view.
 * - `nothing`: the person went somewhere, or pressed something, and is left there.
 */
type Following = "turn" | "end" | "nothing";

interface Follow {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  isAtEnd: boolean;
  /** A turn began: to be read unless the person is somewhere else, or in any case. */
  followTurn(anyway: boolean): void;
  followEnd(): void;
  onScroll(): void;
}

/** Scrolls a growing column of turns with what is written, as far as somebody who reads it wants. */
export function useFollow(): Follow {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef<Following>("end");
  const lastTop = useRef(0);
  const [isAtEnd, setIsAtEnd] = useState(true);

  const follow = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    if (following.current !== "nothing") {
      element.scrollTop = targetTop(element, content.current, following.current);
    }
    setIsAtEnd(endOf(element) - element.scrollTop < NEAR);
  }, []);

  const followTurn = useCallback(
    (anyway: boolean) => {
      if (!anyway && following.current === "nothing") return;
      following.current = "turn";
      follow();
    },
    [follow],
  );
  const followEnd = useCallback(() => {
    following.current = "end";
    follow();
  }, [follow]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const top = element.scrollTop;
    const target = targetTop(element, content.current, following.current);
    const end = endOf(element);
    const near = end - top < NEAR;
    // Growth alone also leaves the end behind; only going up, or past where one was led, is the person's wish.
    if (following.current === "nothing" || top > target + 1) following.current = near ? "end" : "nothing";
    else if (!near && top < Math.min(target, lastTop.current) - 1) following.current = "nothing";
    lastTop.current = top;
    setIsAtEnd(near || (following.current !== "nothing" && end - target < NEAR));
  }, []);

  useLayoutEffect(followEnd, [followEnd]);
  useEffect(() => {
    // What is pressed here, and opens something, must not leap away.
    const stay = () => {
      following.current = "nothing";
    };
    const observer = new ResizeObserver(follow);
    if (scroller.current) observer.observe(scroller.current);
    if (content.current) observer.observe(content.current);
    const element = scroller.current;
    element?.addEventListener("click", stay, true);
    return () => {
      observer.disconnect();
      element?.removeEventListener("click", stay, true);
    };
  }, [follow]);

  return { scroller, content, isAtEnd, followTurn, followEnd, onScroll };
}

const endOf = ({ scrollHeight, clientHeight }: HTMLElement) => scrollHeight - clientHeight;

function targetTop(scroller: HTMLElement, content: HTMLElement | null, following: Following): number {
  const end = endOf(scroller);
  const turn = content?.lastElementChild;
  if (following !== "turn" || !turn) return end;
  const { top } = turn.getBoundingClientRect();
  return Math.min(end, scroller.scrollTop + top - scroller.getBoundingClientRect().top - MARGIN);
}
