import { Alert } from "./Alert";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

interface ConfirmDialogProps {
  open: boolean;
  title: string;
  /** What will happen, in full sentences. */
  text: string;
  /** The verb on the button: "Delete". */
  action: string;
  busy?: boolean;
  error?: string | null;
  onConfirm(): void;
  onClose(): void;
}

/** Asks before something that can't be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const footer = (
    <>
      <Button onClick={props.onClose}>Cancel</Button>
      <Button look="danger" busy={props.busy} onClick={props.onConfirm}>
        {props.action}
      </Button>
    </>
  );
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      description={props.text}
      footer={footer}
    >
      {props.error && <Alert>{props.error}</Alert>}
    </Dialog>
  );
}
