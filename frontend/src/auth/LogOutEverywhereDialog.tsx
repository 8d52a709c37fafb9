import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { logOutEverywhere } from "./account";

export function LogOutEverywhereDialog({ onClose }: { onClose(): void }) {
  const cache = useQueryClient();
  const { mutate, isPending, error } = useMutation({ mutationFn: () => logOutEverywhere(cache) });
  return (
    <ConfirmDialog
      open
      title="Log out everywhere?"
      text="You are logged out here and on every other device and browser. Your sessions and files stay."
      action="Log out everywhere"
      busy={isPending}
      error={error?.message ?? null}
      onConfirm={() => mutate()}
      onClose={onClose}
    />
  );
}
