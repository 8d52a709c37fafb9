import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { DELETION } from "../api/deletion";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { deleteAccount } from "./account";
import styles from "./Dialogs.module.css";
import { Field } from "./Field";

const FORM = "delete-account";

/** Asks for the email, since a click is too little for what can't be undone. */
export function DeleteAccountDialog({ email, onClose }: { email: string; onClose(): void }) {
  const cache = useQueryClient();
  const [typed, setTyped] = useState("");
  const { mutate, isPending, error } = useMutation({
    mutationKey: DELETION,
    mutationFn: () => deleteAccount(cache),
  });
  const matches = email !== "" && typed.trim().toLowerCase() === email.toLowerCase();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (matches && !isPending) mutate();
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={FORM} look="danger" disabled={!matches} busy={isPending}>
        Delete account
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title="Delete account?"
      description="Your account is deleted with all its sessions, files and answers. Nobody can bring them back."
      footer={footer}
    >
      <form id={FORM} className={styles.form} onSubmit={submit} noValidate>
        <Field
          label={`Type ${email} to confirm`}
          name="email"
          type="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {error && <Alert>{error.message}</Alert>}
      </form>
    </Dialog>
  );
}
