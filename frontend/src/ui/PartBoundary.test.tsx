import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { DialogBoundary } from "./PartBoundary";

beforeEach(() => {
  // React tells of each error that a boundary catches.
  vi.spyOn(console, "error").mockImplementation(() => {});
});

function Missing(): never {
  throw new TypeError("Failed to fetch dynamically imported module: https://example.com/x.js");
}

test("a dialog that can't be loaded says so in plain words, can be closed, and leaves the others", async () => {
  const onClose = vi.fn();
  const dialog = (name: string | null) => (
    <DialogBoundary name={name} onClose={onClose}>
      {name === "preview" && <Missing />}
      {name === "report" && <p>The report</p>}
    </DialogBoundary>
  );
  const { rerender } = render(dialog("preview"));
  expect(screen.getByRole("alert")).toHaveTextContent(/could not be loaded/);
  expect(screen.getByRole("alert")).not.toHaveTextContent(/module/);
  expect(screen.getByRole("button", { name: "Load again" })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(onClose).toHaveBeenCalledOnce();
  rerender(dialog(null));
  rerender(dialog("report"));
  expect(screen.getByText("The report")).toBeVisible();
});
