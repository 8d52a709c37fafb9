import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Figure } from "../../api/types";
import type { TextItem } from "../state/types";
import { TextMessage } from "../TextMessage";

const TEXT = "In all **10**, of which 20 (30) and 40.";

const figures: Figure[] = ["10", "20", "30", "40"].map((text) => ({
  text,
  start: TEXT.indexOf(text),
  end: TEXT.indexOf(text) + 2,
  status: "verified",
  execution_id: null,
  row: null,
  column: null,
  table: null,
  derivation: null,
  reason: null,
}));

const item: TextItem = { kind: "text", id: "m1", text: TEXT, figures };
const focused = () => document.activeElement?.textContent;

describe("the figures of a text, by keyboard", () => {
  beforeEach(() => {
    render(
      <>
        <TextMessage item={item} streaming={false} cutOff={false} />
        <button type="button">after</button>
      </>,
    );
  });

  it("are one stop of the Tab key", async () => {
    await userEvent.tab();
    expect(focused()).toBe("10");
    await userEvent.tab();
    expect(focused()).toBe("after");
  });

  it("are moved between by arrows, Home and End, as far as there are any", async () => {
    await userEvent.tab();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}");
    expect(focused()).toBe("30");
    await userEvent.keyboard("{ArrowLeft}");
    expect(focused()).toBe("20");
    await userEvent.keyboard("{End}{ArrowRight}");
    expect(focused()).toBe("40");
    await userEvent.keyboard("{Home}{ArrowLeft}");
    expect(focused()).toBe("10");
    await userEvent.keyboard("{Alt>}{ArrowRight}{/Alt}");
    expect(focused()).toBe("10");
  });

  it("are come back to where they were left", async () => {
    await userEvent.tab();
    await userEvent.keyboard("{ArrowRight}");
    await userEvent.tab();
    await userEvent.tab({ shift: true });
    expect(focused()).toBe("20");
  });

  it("say how many there are and how to move, when one comes to them", () => {
    expect(screen.getByRole("group", { name: /^Text with 4 figures; the arrow keys/ })).toHaveTextContent(
      "10",
    );
  });
});

it("has a first stop again when a text is replaced", () => {
  const { rerender } = render(<TextMessage item={item} streaming={false} cutOff={false} />);
  screen.getByRole("button", { name: "40, verified" }).focus();
  const text = "Only 20 is left.";
  const shorter = figures.slice(1, 2).map((figure) => ({ ...figure, start: 5, end: 7 }));
  rerender(<TextMessage item={{ ...item, text, figures: shorter }} streaming={false} cutOff={false} />);
  expect(screen.getByRole("button", { name: "20, verified" })).toHaveAttribute("tabindex", "0");
});
