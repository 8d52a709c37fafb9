import { createEvent, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Composer } from "./Composer";

afterEach(() => sessionStorage.clear());

function setUp(overrides: Partial<Parameters<typeof Composer>[0]> = {}) {
  const props = {
    sessionId: "s1",
    onAsk: vi.fn(() => true),
    onStop: vi.fn(),
    isRunning: false,
    canStop: true,
    maxCharacters: 50,
    disabledReason: null,
    lastQuestion: "How many rows?",
    ...overrides,
  };
  const view = render(<Composer {...props} />);
  return { ...props, ...view, box: screen.getByRole("textbox", { name: "Ask a question" }) };
}

describe("the composer", () => {
  it("sends on Enter, breaks on Shift+Enter, and keeps the focus", async () => {
    const { box, onAsk } = setUp();
    await userEvent.type(box, "one{Shift>}{Enter}{/Shift}two{Enter}");
    expect(onAsk).toHaveBeenCalledExactlyOnceWith("one\ntwo");
    expect(box).toHaveValue("");
    expect(box).toHaveFocus();
  });

  it("does not send the Enter that confirms a word of an input method", () => {
    const { box, onAsk } = setUp();
    fireEvent.change(box, { target: { value: "日本" } });
    fireEvent(box, createEvent.keyDown(box, { key: "Enter", isComposing: true }));
    expect(onAsk).not.toHaveBeenCalled();
  });

  it("has the focus on arrival, unless something else has it or a keyboard would open on the screen", () => {
    vi.stubGlobal("matchMedia", (query: string) => ({ matches: query === "(hover: hover)" }));
    const first = setUp();
    expect(first.box).toHaveFocus();
    first.unmount();
    vi.stubGlobal("matchMedia", () => ({ matches: false }));
    expect(setUp().box).not.toHaveFocus();
    vi.unstubAllGlobals();
  });

  it("takes the focus over from Stop when an answer ends by itself", () => {
    const { box, rerender, ...props } = setUp({ isRunning: true });
    screen.getByRole("button", { name: "Stop" }).focus();
    rerender(<Composer {...props} isRunning={false} />);
    expect(box).toHaveFocus();
  });

  it("keeps the text when it can't be sent", async () => {
    const { box } = setUp({ onAsk: vi.fn(() => false) });
    await userEvent.type(box, "hello{Enter}");
    expect(box).toHaveValue("hello");
  });

  it("can be typed into while an answer runs, with Stop in place of Send", async () => {
    const { box, onAsk, onStop } = setUp({ isRunning: true });
    await userEvent.type(box, "next{Enter}");
    expect(onAsk).not.toHaveBeenCalled();
    expect(screen.queryByRole("button", { name: "Send" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    expect(onStop).toHaveBeenCalledOnce();
    expect(box).toHaveFocus();
  });

  it("says why nothing can be sent", () => {
    const { box } = setUp({ disabledReason: "Connecting…" });
    expect(box).toHaveAccessibleDescription(/Connecting…/);
    expect(screen.getByRole("button", { name: "Send" })).toBeDisabled();
  });

  it("keeps a draft per session", async () => {
    const { box, unmount } = setUp();
    await userEvent.type(box, "half a ques");
    unmount();
    expect(setUp({ sessionId: "s2" }).box).toHaveValue("");
    document.body.replaceChildren();
    expect(setUp().box).toHaveValue("half a ques");
  });

  it("brings the last question back on arrow-up in an empty box only", async () => {
    const { box } = setUp();
    await userEvent.type(box, "{ArrowUp}");
    expect(box).toHaveValue("How many rows?");
  });

  it("counts near the limit, in characters as people count, and refuses more", () => {
    const { box } = setUp();
    fireEvent.change(box, { target: { value: "🧭".repeat(50) } });
    expect(screen.getByText("50 of 50 characters")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Send" })).toBeEnabled();
    fireEvent.change(box, { target: { value: "a".repeat(51) } });
    expect(screen.getByRole("button", { name: "Send" })).toBeDisabled();
  });
});
