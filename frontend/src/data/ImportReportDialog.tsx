import { useState } from "react";
import type { FileInfo } from "../api/types";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { ImportReportView } from "./ImportReportView";
import { ReimportForm } from "./ReimportForm";

const FORM = "reimport";

interface ImportReportDialogProps {
  sessionId: string;
  file: FileInfo;
  /** The file was read again; this is the new reading. */
  onReimported(file: FileInfo): void;
  onClose(): void;
}

/** How the file was read, and the way to have it read otherwise. */
export default function ImportReportDialog(props: ImportReportDialogProps) {
  const { sessionId, file, onReimported, onClose } = props;
  const [isForm, setForm] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const canReadAgain = file.format === "csv" && file.available;
  const footer = isForm ? (
    <>
      <Button disabled={isBusy} onClick={() => setForm(false)}>
        Back
      </Button>
      <Button key="read" look="primary" type="submit" form={FORM} disabled={isBusy}>
        {isBusy ? "Reading…" : "Read it again"}
      </Button>
    </>
  ) : (
    canReadAgain && (
      <Button key="open" onClick={() => setForm(true)}>
        Read it again…
      </Button>
    )
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={isForm ? "Read the file again" : "Import report"}
      size="wide"
      footer={footer}
    >
      {isForm ? (
        <ReimportForm
          id={FORM}
          sessionId={sessionId}
          file={file}
          onBusy={setBusy}
          onReimported={(reading) => {
            setForm(false);
            onReimported(reading);
          }}
        />
      ) : (
        <ImportReportView file={file} />
      )}
    </Dialog>
  );
}
