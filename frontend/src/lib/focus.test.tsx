import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { Dialog } from "../ui/Dialog";
import { useFocusRescue } from "./useFocusRescue";

function Notice() {
  useFocusRescue();
  const [shown, setShown] = useState(true);
  return (
    <main aria-label="Pane">
      <section aria-label="Notices">
        {shown && (
          <p>
            Connection lost
            <button type="button" onClick={() => setShown(false)}>
              Reconnect
            </button>
          </p>
        )}
      </section>
      <button type="button" onClick={() => setShown(false)}>
        Elsewhere
      </button>
      <p>Plain text</p>
    </main>
  );
}

describe("a button that takes itself away", () => {
  it("leaves the focus to what was around it", async () => {
    render(<Notice />);
    await userEvent.tab();
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("region", { name: "Notices" })).toHaveFocus());
    await userEvent.tab();
    expect(screen.getByRole("button", { name: "Elsewhere" })).toHaveFocus();
    expect(screen.getByRole("region", { name: "Notices" })).not.toHaveAttribute("tabindex");
  });

  it("takes no focus that is elsewhere or was given up", async () => {
    render(<Notice />);
    await userEvent.tab();
    await userEvent.click(screen.getByText("Plain text"));
    screen.getByRole("button", { name: "Elsewhere" }).click();
    await waitFor(() => expect(screen.queryByRole("button", { name: "Reconnect" })).toBeNull());
    expect(document.body).toHaveFocus();
  });
});

function Rows() {
  const [rows, setRows] = useState(["a", "b"]);
  const [doomed, setDoomed] = useState<string | null>(null);
  return (
    <main>
      <ul aria-label="Rows">
        {rows.map((row) => (
          <li key={row}>
            <button type="button" onClick={() => setDoomed(row)}>
              Delete {row}
            </button>
          </li>
        ))}
      </ul>
      <Dialog open={doomed !== null} onClose={() => setDoomed(null)} title="Delete?">
        <button
          type="button"
          onClick={() => {
            setRows(rows.filter((row) => row !== doomed));
            setDoomed(null);
          }}
        >
          Yes
        </button>
      </Dialog>
    </main>
  );
}

it("comes back from a dialog to the list, when the dialog took the row with its button away", async () => {
  render(<Rows />);
  await userEvent.click(screen.getByRole("button", { name: "Delete a" }));
  await userEvent.click(screen.getByRole("button", { name: "Yes" }));
  await waitFor(() => expect(screen.getByRole("list", { name: "Rows" })).toHaveFocus());
});
