import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { DataTable } from "./DataTable";

const ROWS = [
  { name: "b", amount: 10 },
  { name: null, amount: null },
  { name: "a", amount: 9 },
];

const amounts = () => [...document.querySelectorAll('[data-column="1"]')].map((cell) => cell.textContent);

it("sorts upwards, downwards, not at all; what is missing stays last", async () => {
  render(<DataTable columns={["name", "amount"]} rows={ROWS} caption="Rows" />);
  const user = userEvent.setup();
  const header = screen.getByRole("columnheader", { name: "amount" });
  const button = screen.getByRole("button", { name: "amount" });
  expect(header).toHaveAttribute("aria-sort", "none");
  await user.click(button);
  expect(header).toHaveAttribute("aria-sort", "ascending");
  expect(amounts()).toEqual(["9", "10", "–no value"]);
  await user.click(button);
  expect(header).toHaveAttribute("aria-sort", "descending");
  expect(amounts()).toEqual(["10", "9", "–no value"]);
  await user.click(button);
  expect(amounts()).toEqual(["10", "–no value", "9"]);
});

it("is walked by arrows and shows a value in full on Enter", async () => {
  const text = "<img src=x onerror=alert(1)>";
  render(<DataTable columns={["name", "note"]} rows={[{ name: "a", note: text }]} caption="Rows" />);
  const user = userEvent.setup();
  const grid = screen.getByRole("grid", { name: "Rows" });
  grid.focus();
  await user.keyboard("{ArrowRight}");
  const active = document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
  expect(active).toHaveTextContent(text);
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("dialog", { name: "note" })).toHaveTextContent(text);
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(grid).toHaveFocus();
});

it("shows a text of several lines on one, and in full on a click", async () => {
  render(<DataTable columns={["note"]} rows={[{ note: "one\ntwo" }]} caption="Rows" />);
  await userEvent.click(screen.getByText("one ↵ two"));
  expect(await screen.findByRole("dialog", { name: "note" })).toHaveTextContent(/one\s+two/);
});
